package org.strongroom.server.imagebackup.importing;

import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;

import java.util.Comparator;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.catalog.Transaction;

/**
 * Finds the storage that keeps imported images. Of itself it takes no backup node and no registered
 * bucket: those are there for OVAs, and images on them would go when they are deregistered.
 */
public final class ImportTargets {
  private final StorageRules rules;
  private final Reservations reservations;

  public ImportTargets(StorageRules rules, Reservations reservations) {
    this.rules = rules;
    this.reservations = reservations;
  }

  /** Bytes that fit on the storage that is meant, or on the best. */
  long room(@Nullable String storageUuid, DSLContext sql) {
    if (storageUuid != null) {
      return room(StorageRows.require(storageUuid, sql));
    }
    return candidates(sql).stream().mapToLong(storage -> room(storage)).max().orElse(0);
  }

  private static long room(StorageRow storage) {
    return Math.max(0, Math.min(storage.availableCapacity(), storage.freeCapacity()));
  }

  private static List<StorageRow> candidates(DSLContext sql) {
    return sql
        .select(BACKUP_STORAGE.UUID)
        .from(BACKUP_STORAGE)
        .where(BACKUP_STORAGE.STATE.eq("Enabled"))
        .and(BACKUP_STORAGE.STATUS.eq("Connected"))
        .andNotExists(
            DSL.selectOne()
                .from(BACKUP_NODE)
                .where(BACKUP_NODE.STORAGE_UUID.eq(BACKUP_STORAGE.UUID)))
        .andNotExists(
            DSL.selectOne().from(BUCKET).where(BUCKET.STORAGE_UUID.eq(BACKUP_STORAGE.UUID)))
        .fetch(BACKUP_STORAGE.UUID)
        .stream()
        .map(uuid -> StorageRows.require(uuid, sql))
        .sorted(Comparator.<StorageRow>comparingLong(ImportTargets::room).reversed())
        .toList();
  }

  /**
   * Takes room for a job, in place of what an earlier run of its step took.
   *
   * @param storageUuid the storage that is meant; null for the one with the most room
   * @return the storage
   * @throws ApiException SYS.1006 if it can not be used now; BS.1003 if there is no room
   */
  String reserve(
      @Nullable String storageUuid, String jobUuid, long bytes, Transaction transaction) {
    reservations.releaseAll(jobUuid, transaction);
    if (storageUuid != null) {
      take(storageUuid, jobUuid, bytes, transaction);
      return storageUuid;
    }
    ApiException last =
        new ApiException(
            ErrorCode.CANNOT_ALLOCATE,
            "no backup storage is Enabled and Connected, apart from backup nodes; name one with"
                + " backupStorageUuid");
    for (StorageRow storage : candidates(transaction.sql())) {
      try {
        take(storage.uuid(), jobUuid, bytes, transaction);
        return storage.uuid();
      } catch (ApiException e) {
        last = e; // the next one may have room by the other measure
      }
    }
    throw last;
  }

  /** The reservation holds the storage, too. */
  private void take(String storageUuid, String jobUuid, long bytes, Transaction transaction) {
    rules.check(StorageRows.require(storageUuid, transaction.sql()), Purpose.TRANSFER);
    reservations.reserve(storageUuid, jobUuid, bytes, transaction);
  }
}
