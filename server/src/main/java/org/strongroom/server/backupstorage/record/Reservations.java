package org.strongroom.server.backupstorage.record;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;

import java.time.InstantSource;
import java.util.Collection;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;

/**
 * Room on storages, taken before bytes flow (Capacity). A reservation needs room by both measures:
 * total less what the catalog accounts for, and the free bytes of the file system less the
 * reservations of all storages on it. Concurrent reservations on one file system take turns.
 */
public final class Reservations {
  private final CapacitySettings settings;
  private final InstantSource clock;

  public Reservations(CapacitySettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Takes room for a job.
   *
   * @param bytes as somebody else announced them: any number
   * @throws ApiException BS.1003 if there is not so much room; SYS.1003 for an unknown storage
   */
  public void reserve(String storageUuid, String jobUuid, long bytes, Transaction transaction) {
    StorageRow storage = takeTurn(storageUuid, transaction);
    if (bytes < 0) {
      throw new ApiException(
          ErrorCode.CANNOT_ALLOCATE,
          "%s has no room for %d bytes: that is no length".formatted(storage.label(), bytes));
    }
    checkRoom(storage, bytes, transaction.sql());
    write(storage, jobUuid, bytes, transaction.sql());
  }

  /** Takes more room for a job whose length was unknown; throws as {@link #reserve}. */
  public void grow(String storageUuid, String jobUuid, long bytes, Transaction transaction) {
    reserve(storageUuid, jobUuid, bytes, transaction);
  }

  /** Gives back all that the job reserved on the storage; nothing reserved is fine. */
  public void release(String jobUuid, String storageUuid, Transaction transaction) {
    DSLContext sql = transaction.sql();
    if (StorageRows.find(storageUuid, sql).isEmpty()) {
      return; // the reservation went with the storage
    }
    takeTurn(storageUuid, transaction);
    Condition mine =
        RESERVATION.JOB_UUID.eq(jobUuid).and(RESERVATION.BACKUP_STORAGE_UUID.eq(storageUuid));
    long size =
        sql.select(RESERVATION.SIZE).from(RESERVATION).where(mine).fetch(RESERVATION.SIZE).stream()
            .mapToLong(Long::longValue)
            .sum();
    sql.deleteFrom(RESERVATION).where(mine).execute();
    sql.update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.RESERVED, Bytes.moved(BACKUP_STORAGE.RESERVED, -size))
        .where(BACKUP_STORAGE.UUID.eq(storageUuid))
        .execute();
  }

  /** Gives back all that the job reserved, wherever. */
  public void releaseAll(String jobUuid, Transaction transaction) {
    transaction
        .sql()
        .selectDistinct(RESERVATION.BACKUP_STORAGE_UUID)
        .from(RESERVATION)
        .where(RESERVATION.JOB_UUID.eq(jobUuid))
        .orderBy(RESERVATION.BACKUP_STORAGE_UUID)
        .fetch(RESERVATION.BACKUP_STORAGE_UUID)
        .forEach(storage -> release(jobUuid, storage, transaction));
  }

  /**
   * Adds to the bytes that the catalog accounts for on the storage, or takes from them. The free
   * bytes of the file system follow, for all storages on it, until the next ping measures them.
   */
  public void use(String storageUuid, long deltaBytes, Transaction transaction) {
    StorageRow storage = takeTurn(storageUuid, transaction);
    DSLContext sql = transaction.sql();
    sql.update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.USED_CAPACITY, Bytes.moved(BACKUP_STORAGE.USED_CAPACITY, deltaBytes))
        .where(BACKUP_STORAGE.UUID.eq(storageUuid))
        .execute();
    Field<Long> free = Bytes.moved(BACKUP_STORAGE.FREE_CAPACITY, -deltaBytes);
    sql.update(BACKUP_STORAGE)
        .set(
            BACKUP_STORAGE.FREE_CAPACITY,
            DSL.when(free.gt(BACKUP_STORAGE.TOTAL_CAPACITY), BACKUP_STORAGE.TOTAL_CAPACITY)
                .otherwise(free))
        .where(sameFileSystem(storage))
        .execute();
  }

  private void checkRoom(StorageRow storage, long bytes, DSLContext sql) {
    long kept = settings.reservedCapacity();
    long accounted =
        Bytes.left(storage.totalCapacity(), storage.usedCapacity(), storage.reserved(), kept);
    if (bytes > accounted) {
      throw new ApiException(
          ErrorCode.CANNOT_ALLOCATE,
          "%s has no room for %d bytes: %d are available, %d of them are kept free (reservedCapacity)"
              .formatted(storage.label(), bytes, storage.availableCapacity(), kept));
    }
    long promised = promised(storage, sql);
    if (bytes > Bytes.left(storage.freeCapacity(), promised, kept)) {
      throw new ApiException(
          ErrorCode.CANNOT_ALLOCATE,
          ("the file system under %s has no room for %d bytes: %d are free, %d are promised to"
                  + " running work and %d are kept free (reservedCapacity)")
              .formatted(storage.label(), bytes, storage.freeCapacity(), promised, kept));
    }
  }

  private static long promised(StorageRow storage, DSLContext sql) {
    return sql.select(
            Bytes.upperSum(BACKUP_STORAGE.RESERVED), Bytes.lowerSum(BACKUP_STORAGE.RESERVED))
        .from(BACKUP_STORAGE)
        .where(sameFileSystem(storage))
        .fetchSingle(row -> Bytes.sum(row.value1(), row.value2()));
  }

  private void write(StorageRow storage, String jobUuid, long bytes, DSLContext sql) {
    int grown =
        sql.update(RESERVATION)
            .set(RESERVATION.SIZE, RESERVATION.SIZE.plus(bytes))
            .where(RESERVATION.JOB_UUID.eq(jobUuid))
            .and(RESERVATION.BACKUP_STORAGE_UUID.eq(storage.uuid()))
            .execute();
    if (grown == 0) {
      sql.insertInto(RESERVATION)
          .set(RESERVATION.UUID, Uuid.random())
          .set(RESERVATION.BACKUP_STORAGE_UUID, storage.uuid())
          .set(RESERVATION.JOB_UUID, jobUuid)
          .set(RESERVATION.SIZE, bytes)
          .set(RESERVATION.CREATED, clock.millis())
          .execute();
    }
    sql.update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.RESERVED, BACKUP_STORAGE.RESERVED.plus(bytes))
        .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
        .execute();
  }

  /**
   * Waits until no other transaction accounts on the same file system, then reads the storage.
   * SQLite has one writer anyway; PostgreSQL takes one lock for each file system instead of one for
   * each of perhaps thousands of rows.
   */
  public StorageRow takeTurn(String storageUuid, Transaction transaction) {
    DSLContext sql = transaction.sql();
    StorageRow storage = StorageRows.require(storageUuid, sql);
    if (sql.dialect() == SQLDialect.POSTGRES) {
      awaitTurn(storage.fileSystem() == null ? storage.uuid() : storage.fileSystem(), sql);
      return StorageRows.lockToAccount(storageUuid, transaction);
    }
    return storage;
  }

  /**
   * Waits for the turns of all storages that a transaction is going to account on, in one order for
   * all, which that of the storages is not: several may lie on one file system. So no two
   * transactions wait for each other.
   */
  public void takeTurns(Collection<String> storageUuids, Transaction transaction) {
    DSLContext sql = transaction.sql();
    if (sql.dialect() == SQLDialect.POSTGRES) {
      sql
          .select(DSL.coalesce(BACKUP_STORAGE.FILE_SYSTEM, BACKUP_STORAGE.UUID))
          .from(BACKUP_STORAGE)
          .where(BACKUP_STORAGE.UUID.in(storageUuids))
          .fetchSet(Record1::value1)
          .stream()
          .sorted()
          .forEach(fileSystem -> awaitTurn(fileSystem, sql));
    }
  }

  private static void awaitTurn(String fileSystem, DSLContext sql) {
    sql.execute("SELECT pg_advisory_xact_lock(hashtextextended({0}, 0))", DSL.val(fileSystem));
  }

  private static Condition sameFileSystem(StorageRow storage) {
    return storage.fileSystem() == null
        ? BACKUP_STORAGE.UUID.eq(storage.uuid())
        : BACKUP_STORAGE.FILE_SYSTEM.eq(storage.fileSystem());
  }
}
