package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.health.PatientConnect;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.objectstore.ObjectStore;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/**
 * Brings a storage in an object store to another place or log-in, on behalf of those who know that
 * what they keep beside it is there.
 */
public final class StoreRelocation {
  private final StorageParts parts;

  public StoreRelocation(StorageParts parts) {
    this.parts = parts;
  }

  /**
   * Tries the place. A storage with copies of images has to have one of them there.
   *
   * @throws ApiException BS.1500 if it cannot be reached, SYS.1006 if it is another place
   */
  public void check(StorageRow storage, ObjectStore to, Job job) {
    Optional<StoragePath> known = parts.database().read(sql -> newestImage(storage, sql));
    try (StorageDriver driver =
        job.lease().fence(parts.factory().make(new StorageAccess(storage.uuid(), to)))) {
      PatientConnect.connect(driver);
      if (known.isPresent() && driver.stat(known.get()).isEmpty()) {
        throw ApiException.refused(
            "nothing was changed, because %s does not have '%s', which is on %s"
                .formatted(to.url(), known.get(), storage.label()));
      }
    } catch (StorageException e) {
      throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<StoragePath> newestImage(StorageRow storage, DSLContext sql) {
    String root = storage.url() + "/";
    return sql.select(IMAGE_COPY.INSTALL_PATH)
        .from(IMAGE_COPY)
        .where(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
        .and(IMAGE_COPY.STATUS.eq("Ready"))
        .orderBy(IMAGE_COPY.CREATED.desc(), IMAGE_COPY.IMAGE_UUID)
        .limit(1)
        .fetchOptional(IMAGE_COPY.INSTALL_PATH)
        .filter(path -> path.startsWith(root))
        .map(path -> StoragePath.of(path.substring(root.length())));
  }

  /** Makes the place that was tried the storage's: it is Connected there. */
  public void settle(
      StorageRow storage, ObjectStore to, String why, Call call, Transaction transaction) {
    String uuid = storage.uuid();
    StorageRows.write(uuid, to.columns(), transaction);
    StorageRows.writeSecret(uuid, parts.accesses().seal(uuid, to), transaction);
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.URL, to.url())
        .set(BACKUP_STORAGE.ROOT_PATH, to.url())
        .where(BACKUP_STORAGE.UUID.eq(uuid))
        .execute();
    if (storage.status() == StorageStatus.DISCONNECTED) {
      parts.status().change(uuid, StorageStatus.CONNECTING, why, call, transaction);
    }
    parts.status().change(uuid, StorageStatus.CONNECTED, null, call, transaction);
    transaction.afterCommit(() -> parts.drivers().close(uuid));
  }
}
