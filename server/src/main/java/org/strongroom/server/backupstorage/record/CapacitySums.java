package org.strongroom.server.backupstorage.record;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.api.capacity.GetBackupStorageCapacity.Reply;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.StorageScope;
import org.strongroom.storage.driver.Capacity;

/** Sums of the capacities of storages. */
public final class CapacitySums {
  private static final Field<Long> NOT_RESERVED =
      BACKUP_STORAGE.TOTAL_CAPACITY.minus(BACKUP_STORAGE.RESERVED);
  private static final Field<Long> AVAILABLE =
      DSL.when(NOT_RESERVED.lt(BACKUP_STORAGE.USED_CAPACITY), 0L)
          .otherwise(NOT_RESERVED.minus(BACKUP_STORAGE.USED_CAPACITY));
  private static final Condition HAS_LIMIT = BACKUP_STORAGE.TOTAL_CAPACITY.lt(Capacity.UNLIMITED);
  private static final Field<Long> LIMITED_TOTAL =
      DSL.when(HAS_LIMIT, BACKUP_STORAGE.TOTAL_CAPACITY).otherwise(0L);
  private static final Field<Long> LIMITED_AVAILABLE = DSL.when(HAS_LIMIT, AVAILABLE).otherwise(0L);
  private static final Field<BigDecimal> COUNT_UNLIMITED =
      DSL.sum(DSL.when(HAS_LIMIT, 0L).otherwise(1L));
  private static final List<Field<Long>> SUMMED =
      List.of(BACKUP_STORAGE.TOTAL_CAPACITY, AVAILABLE, LIMITED_TOTAL, LIMITED_AVAILABLE);

  /** The two halves of each sum, and the count. */
  private static final List<Field<BigDecimal>> SUMS =
      Stream.concat(
              SUMMED.stream()
                  .flatMap(each -> Stream.of(Bytes.upperSum(each), Bytes.lowerSum(each))),
              Stream.of(COUNT_UNLIMITED))
          .toList();

  private final Database database;

  public CapacitySums(Database database) {
    this.database = database;
  }

  /**
   * Of the storages that the caller sees. Storages win over zones, zones over all; a storage counts
   * once for each zone listed.
   */
  public Reply answer(GetBackupStorageCapacity request, Caller caller) {
    List<String> storages = request.backupStorageUuids();
    List<String> zones = request.zoneUuids();
    if (storages.isEmpty() && zones.isEmpty() && !request.all()) {
      throw ApiException.invalid(
          "GetBackupStorageCapacity needs 'backupStorageUuids', 'zoneUuids' or all=true");
    }
    Condition seen = StorageScope.seenBy(caller, BACKUP_STORAGE.UUID);
    return database.read(sql -> {
      SelectJoinStep<? extends Record> from = sql.select(SUMS).from(BACKUP_STORAGE);
      if (storages.isEmpty() && !zones.isEmpty()) {
        return sum(
            from.join(BACKUP_STORAGE_ZONE)
                .on(BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID.eq(BACKUP_STORAGE.UUID)),
            seen.and(BACKUP_STORAGE_ZONE.ZONE_UUID.in(zones)));
      }
      return sum(from, storages.isEmpty() ? seen : seen.and(BACKUP_STORAGE.UUID.in(storages)));
    });
  }

  private static Reply sum(SelectJoinStep<? extends Record> from, Condition counted) {
    return from.where(counted)
        .fetchSingle(sums ->
            new Reply(
                of(BACKUP_STORAGE.TOTAL_CAPACITY, sums),
                of(AVAILABLE, sums),
                Bytes.sum(BigDecimal.ZERO, sums.get(2 * SUMMED.size(), BigDecimal.class)),
                of(LIMITED_TOTAL, sums),
                of(LIMITED_AVAILABLE, sums),
                true));
  }

  private static long of(Field<Long> summed, Record sums) {
    int at = 2 * SUMMED.indexOf(summed);
    return Bytes.sum(sums.get(at, BigDecimal.class), sums.get(at + 1, BigDecimal.class));
  }
}
