package org.strongroom.server.backupstorage.record;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;

import java.math.BigDecimal;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record4;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.api.capacity.GetBackupStorageCapacity.Reply;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.StorageScope;

/** Sums of the capacities of storages. */
public final class CapacitySums {
  private static final Field<Long> NOT_RESERVED =
      BACKUP_STORAGE.TOTAL_CAPACITY.minus(BACKUP_STORAGE.RESERVED);
  private static final Field<Long> AVAILABLE =
      DSL.when(NOT_RESERVED.lt(BACKUP_STORAGE.USED_CAPACITY), 0L)
          .otherwise(NOT_RESERVED.minus(BACKUP_STORAGE.USED_CAPACITY));

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
      SelectJoinStep<Record4<BigDecimal, BigDecimal, BigDecimal, BigDecimal>> from =
          sql.select(
                  Bytes.upperSum(BACKUP_STORAGE.TOTAL_CAPACITY),
                  Bytes.lowerSum(BACKUP_STORAGE.TOTAL_CAPACITY),
                  Bytes.upperSum(AVAILABLE),
                  Bytes.lowerSum(AVAILABLE))
              .from(BACKUP_STORAGE);
      if (storages.isEmpty() && !zones.isEmpty()) {
        return sum(
            from.join(BACKUP_STORAGE_ZONE)
                .on(BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID.eq(BACKUP_STORAGE.UUID)),
            seen.and(BACKUP_STORAGE_ZONE.ZONE_UUID.in(zones)));
      }
      return sum(from, storages.isEmpty() ? seen : seen.and(BACKUP_STORAGE.UUID.in(storages)));
    });
  }

  private static Reply sum(
      SelectJoinStep<Record4<BigDecimal, BigDecimal, BigDecimal, BigDecimal>> from,
      Condition counted) {
    return from.where(counted)
        .fetchSingle(sums ->
            new Reply(
                Bytes.sum(sums.value1(), sums.value2()),
                Bytes.sum(sums.value3(), sums.value4()),
                true));
  }
}
