package org.strongroom.server.bucket;

import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.catalog.Transaction;

/** What may not be done to a registered bucket by the operations of plain storages. */
final class BucketRules implements StorageVeto {
  @Override
  public void deletion(StorageRow storage, Transaction transaction) {
    pointTo("DeregisterBucket", storage, transaction);
  }

  @Override
  public void access(StorageRow storage, Transaction transaction) {
    pointTo("UpdateBucket", storage, transaction);
  }

  private static void pointTo(String operation, StorageRow storage, Transaction transaction) {
    BucketRows.ofStorage(storage.uuid(), transaction.sql())
        .ifPresent(bucket -> {
          throw ApiException.refused(
              "%s is that of %s; use %s with uuid %s instead"
                  .formatted(storage.label(), bucket.label(), operation, bucket.uuid()));
        });
  }
}
