package org.strongroom.server.volume.repository;

import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;
import org.strongroom.storage.driver.layer.ForwardingWrite;

/**
 * Room for what is written into repositories. How much a backup will store nobody knows before, so
 * it takes room in steps; what the repository has in the end is measured, since others may have
 * written to it or cleaned it up. Others account for it at the same time: see {@link Measured}.
 */
public final class RepositoryRoom {
  /** Taken at once, before the first byte of it. */
  public static final long STEP = 256L << 20;

  /** Where the account of a repository never stood. */
  private static final long UNKNOWN = -1;

  /** Key files of all programs are smaller. */
  private static final long MOST_OF_A_KEY = 1024;

  private static final String MEASURED = "measured";
  private static final String WRITTEN = "written";
  private static final String CHANGES = "changes ";

  private final Database database;
  private final Reservations reservations;

  public RepositoryRoom(Database database, Reservations reservations) {
    this.database = database;
    this.reservations = reservations;
  }

  /** Takes the first step, in the transaction that accepts a job. */
  public void begin(String storageUuid, String jobUuid, long atMost, Transaction transaction) {
    reservations.reserve(storageUuid, jobUuid, Math.min(STEP, atMost), transaction);
  }

  /** Gives back what the job took, in the transaction that ends it. */
  public void release(String storageUuid, String jobUuid, Transaction transaction) {
    reservations.release(jobUuid, storageUuid, transaction);
  }

  /**
   * A driver that takes the next step before more is written than was taken.
   *
   * @param begun bytes that {@link #begin} took
   */
  public Growing growing(StorageDriver driver, String storageUuid, long begun, Job job) {
    return new Growing(driver, storageUuid, Math.min(STEP, begun), job);
  }

  /**
   * What is accounted for from now on, as it was measured. If others have accounted for something
   * since then it may be wrong already, and is measured again.
   */
  public void account(String storageUuid, Measured measured, Transaction transaction) {
    write(storageUuid, before -> measured.bytes(), measured.changes(), transaction);
  }

  /** As {@link #account}; if it is right now, it is in doubt no more. */
  void settle(String storageUuid, Measured measured, Transaction transaction) {
    if (StorageRows.find(storageUuid, transaction.sql()).isEmpty()) {
      return;
    }
    reservations.takeTurn(storageUuid, transaction);
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.MEASURE_DUE, false)
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .and(REPOSITORY.CHANGES.eq(measured.changes()))
        .execute();
    account(storageUuid, measured, transaction);
  }

  /**
   * Has a job remember where the account of a repository stands, before it adds something or takes
   * something away: for {@link #changed}.
   */
  public void rememberChanges(String storageUuid, Job job) {
    job.remember(CHANGES + storageUuid, Long.toString(changes(storageUuid)));
  }

  /**
   * Accounts for what came to the repository, or went. If it was measured meanwhile nobody knows
   * whether with this or without, and it is measured again.
   *
   * @param bytes that it holds more than before
   */
  public void changed(String storageUuid, long bytes, Job job, Transaction transaction) {
    long changes = job.recall(CHANGES + storageUuid).map(Long::parseLong).orElse(UNKNOWN);
    write(storageUuid, before -> Math.max(0, before + bytes), changes, transaction);
  }

  /** Something came or went, and nobody knows how much: the repository is measured again. */
  public static void inDoubt(String storageUuid, Transaction transaction) {
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.MEASURE_DUE, true)
        .set(REPOSITORY.CHANGES, REPOSITORY.CHANGES.plus(1)) // whoever measures now is late
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .execute();
  }

  private void write(
      String storageUuid, LongUnaryOperator bytes, long changes, Transaction transaction) {
    if (StorageRows.find(storageUuid, transaction.sql()).isEmpty()) {
      return; // the account went with the storage
    }
    reservations.takeTurn(storageUuid, transaction);
    var own = REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid);
    Optional<Measured> account =
        transaction
            .sql()
            .select(REPOSITORY.BYTES, REPOSITORY.CHANGES)
            .from(REPOSITORY)
            .where(own)
            .fetchOptional(row -> new Measured(row.value1(), row.value2()));
    if (account.isEmpty()) {
      return;
    }
    Measured before = account.get();
    long now = bytes.applyAsLong(before.bytes());
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.BYTES, now)
        .set(REPOSITORY.CHANGES, before.changes() + 1)
        .where(own)
        .execute();
    if (before.changes() != changes) {
      inDoubt(storageUuid, transaction);
    }
    if (now != before.bytes()) {
      reservations.use(storageUuid, now - before.bytes(), transaction);
    }
  }

  /** Has a job remember what the repository holds now, for {@link #accountFor}. */
  public void rememberMeasured(String storageUuid, StorageDriver driver, Job job)
      throws StorageException {
    job.remember(MEASURED, measure(storageUuid, driver).text());
  }

  /** What a job has measured last; empty if it never came so far. */
  public static Optional<Measured> measured(Job job) {
    return job.recall(MEASURED).map(Measured::parse);
  }

  /** Has a job remember that it is about to write another key file, for {@link #accountFor}. */
  public static void rememberKey(Job job) {
    job.remember(WRITTEN, Long.toString(MOST_OF_A_KEY));
  }

  /** Whether a run of a job has told that it ended, and may have written. */
  public static boolean mayHaveWritten(Job job) {
    return job.recall(WRITTEN).isPresent();
  }

  /**
   * Accounts for what a job leaves in the repository: as it was measured, or else, since the
   * storage went away before, for all that came to it at most. A storage that is gone has nothing.
   */
  public void accountFor(String storageUuid, Job job, Transaction transaction) {
    if (StorageRows.find(storageUuid, transaction.sql()).isEmpty()) {
      return;
    }
    Optional<Measured> measured = measured(job);
    long written = job.recall(WRITTEN).map(Long::parseLong).orElse(0L);
    if (measured.isPresent()) {
      account(storageUuid, measured.get(), transaction);
    } else if (written > 0) {
      write(storageUuid, before -> before + written, UNKNOWN, transaction);
    }
  }

  private long changes(String storageUuid) {
    return database.read(sql ->
        sql.select(REPOSITORY.CHANGES)
            .from(REPOSITORY)
            .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
            .fetchOptional(REPOSITORY.CHANGES)
            .orElse(0L));
  }

  /**
   * Adds up all files of the repository that stay; 0 bytes if it is not there. Locks and unfinished
   * writes go with their works.
   */
  public Measured measure(String storageUuid, StorageDriver driver) throws StorageException {
    long changes = changes(storageUuid);
    return new Measured(bytes(driver, Repositories.DIRECTORY), changes);
  }

  private static long bytes(StorageDriver driver, StoragePath directory) throws StorageException {
    var bytes = new AtomicLong();
    var directories = new ArrayList<StoragePath>();
    try {
      for (StorageEntry entry : driver.list(directory)) {
        if (entry.kind() == StorageEntry.Kind.DIRECTORY) {
          directories.add(entry.path());
        } else if (!TemporaryName.matches(entry.path().name())) {
          bytes.addAndGet(entry.size());
        }
      }
    } catch (StorageException e) {
      if (e.reason() != Reason.NOT_FOUND) {
        throw e;
      }
    }
    directories.remove(Repositories.LOCKS);
    AtOnce.forEach(directories, below -> bytes.addAndGet(bytes(driver, below)));
    return bytes.get();
  }

  /** Counts what is written, and takes room for it. */
  public final class Growing extends RunsWrites {
    private final String storageUuid;
    private final Job job;
    private final AtomicLong written = new AtomicLong();
    private long taken;

    private Growing(StorageDriver driver, String storageUuid, long taken, Job job) {
      super(driver, job);
      this.storageUuid = storageUuid;
      this.taken = taken;
      this.job = job;
    }

    /** Has the job remember how much was written so far, whatever became of it. */
    public void rememberWritten() {
      job.remember(WRITTEN, Long.toString(written.get()));
    }

    @Override
    public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
        throws StorageException {
      return new Counted(super.create(path, writeId, expectedLength));
    }

    private synchronized void count(int bytes) {
      if (written.addAndGet(bytes) > taken) {
        job.lease()
            .write(transaction -> {
              reservations.grow(storageUuid, job.uuid(), STEP, transaction);
              return true;
            });
        taken += STEP;
      }
    }

    private final class Counted extends ForwardingWrite {
      Counted(AtomicWrite write) {
        super(write);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws StorageException {
        count(length);
        super.write(bytes, offset, length);
      }
    }
  }
}
