package org.strongroom.server.bucket;

import org.jooq.DSLContext;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.storage.driver.s3.call.BucketAccess;

/** How buckets are reached: as their storages are. */
final class BucketAccesses {
  private final StorageAccesses storages;

  BucketAccesses(StorageAccesses storages) {
    this.storages = storages;
  }

  /**
   * The place in the bucket that is its storage's.
   *
   * @throws org.strongroom.server.backupstorage.access.UnreadableSecretException if its secret was
   *     sealed with another key file
   */
  S3Store store(BucketRow row, DSLContext sql) {
    return (S3Store) storages.of(StorageRows.require(row.storageUuid(), sql)).store().orElseThrow();
  }

  BucketAccess of(BucketRow row, DSLContext sql) {
    return store(row, sql).place().bucket();
  }
}
