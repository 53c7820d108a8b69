package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
  private static final StoragePath REPOSITORY_CONFIGURATION = StoragePath.of("repository/config");

  private final StorageParts parts;

  public StoreRelocation(StorageParts parts) {
    this.parts = parts;
  }

  /**
   * Makes sure that a storage whose url is to be another one leaves nothing behind: nobody would
   * find it any more, and the paths of what it keeps name the place.
   *
   * @throws ApiException SYS.1006 that says what lies there
   */
  public void requireNothingLeft(StorageRow storage, ObjectStore to, DSLContext sql) {
    if (storage.url().equals(to.url())) {
      return;
    }
    int copies =
        sql.fetchCount(IMAGE_COPY, IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
            + sql.fetchCount(
                VOLUME_SNAPSHOT_COPY, VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()));
    if (copies > 0) {
      throw stays(
          storage, to, copies + " copies of images and snapshots lie there; delete them first");
    }
    if (sql.fetchExists(REPOSITORY, REPOSITORY.BACKUP_STORAGE_UUID.eq(storage.uuid()))) {
      throw stays(storage, to, "its repository of volume snapshots lies there");
    }
    if (sql.fetchExists(RESERVATION, RESERVATION.BACKUP_STORAGE_UUID.eq(storage.uuid()))) {
      throw stays(storage, to, "it is being written to; wait for that, or cancel it");
    }
    if (sql.fetchExists(GARBAGE, GARBAGE.BACKUP_STORAGE_UUID.eq(storage.uuid()))) {
      throw stays(storage, to, "deleted files are still to be removed there; reconnect it first");
    }
  }

  private static ApiException stays(StorageRow storage, ObjectStore to, String why) {
    return ApiException.refused(
        "%s can not go from %s to %s: %s".formatted(storage.label(), storage.url(), to.url(), why));
  }

  /**
   * Tries the place. A storage with copies of images has to have one of them there, one with a
   * repository its configuration.
   *
   * @throws ApiException BS.1500 if it cannot be reached, SYS.1006 if it is another place
   */
  public void check(StorageRow storage, ObjectStore to, Job job) {
    List<StoragePath> known = parts.database().read(sql -> known(storage, sql));
    try (StorageDriver driver =
        job.lease().fence(parts.factory().make(new StorageAccess(storage.uuid(), to)))) {
      PatientConnect.connect(driver);
      for (StoragePath path : known) {
        if (driver.stat(path).isEmpty()) {
          throw ApiException.refused(
              "nothing was changed, because %s does not have '%s', which is on %s"
                  .formatted(to.url(), path, storage.label()));
        }
      }
    } catch (StorageException e) {
      throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
    }
  }

  private static List<StoragePath> known(StorageRow storage, DSLContext sql) {
    boolean repository =
        sql.fetchExists(
            REPOSITORY, REPOSITORY.BACKUP_STORAGE_UUID.eq(storage.uuid()).and(REPOSITORY.MADE));
    return Stream.concat(
            newestImage(storage, sql).stream(),
            repository ? Stream.of(REPOSITORY_CONFIGURATION) : Stream.empty())
        .toList();
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
