package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.api.backupstorage.GetDeletionPreview;
import org.strongroom.api.backupstorage.GetDeletionPreview.Reply;
import org.strongroom.api.backupstorage.OnlyCopy;
import org.strongroom.server.backupstorage.record.OnlyCopies;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;

/** What would go with a storage, or an image, if it were deleted now. */
final class DeletionPreviews {
  private final Database database;
  private final Predicate<DSLContext> bytesStay;

  /**
   * Reads the catalog only.
   *
   * @param bytesStay whether nothing of images is ever removed from storages
   */
  DeletionPreviews(Database database, Predicate<DSLContext> bytesStay) {
    this.database = database;
    this.bytesStay = bytesStay;
  }

  /**
   * Looks for a storage first.
   *
   * @throws ApiException SYS.1003 if the uuid is neither's
   */
  Reply answer(GetDeletionPreview request, Caller caller) {
    return database.read(sql -> {
      Optional<StorageRow> storage = StorageRows.find(request.uuid(), sql);
      return storage.isPresent() ? ofStorage(storage.get(), sql) : ofImage(request.uuid(), sql);
    });
  }

  private Reply ofStorage(StorageRow storage, DSLContext sql) {
    OnlyCopies.Totals all = OnlyCopies.all(storage.uuid(), sql);
    OnlyCopies only = OnlyCopies.on(storage.uuid(), sql);
    return new Reply(
        storage.uuid(),
        storage.name(),
        ResourceType.BACKUP_STORAGE.entityName(),
        storage.status().text(),
        storage.url(),
        bytesStay.test(sql),
        all.count(),
        all.bytes(),
        only.count(),
        only.bytes(),
        only.first(),
        sql.fetchCount(
            VOLUME_SNAPSHOT_COPY, VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid())),
        sql.fetchCount(IMAGE_BACKUP, IMAGE_BACKUP.STORAGE_UUID.eq(storage.uuid())),
        runningJobs(storage.uuid(), sql),
        zones(storage.uuid(), sql),
        true);
  }

  /** Those that the storage, or the image, is the resource of, and those that write there. */
  private static int runningJobs(String uuid, DSLContext sql) {
    return sql.fetchCount(
        JOB,
        JOB.LEASE
            .isNotNull()
            .and(
                JOB.RESOURCE_UUID
                    .eq(uuid)
                    .or(
                        JOB.UUID.in(
                            DSL.select(RESERVATION.JOB_UUID)
                                .from(RESERVATION)
                                .where(RESERVATION.BACKUP_STORAGE_UUID.eq(uuid))))));
  }

  private static List<String> zones(String storageUuid, DSLContext sql) {
    return sql.select(ZONE.NAME)
        .from(ZONE)
        .join(BACKUP_STORAGE_ZONE)
        .on(BACKUP_STORAGE_ZONE.ZONE_UUID.eq(ZONE.UUID))
        .where(BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID.eq(storageUuid))
        .orderBy(ZONE.NAME)
        .fetch(ZONE.NAME);
  }

  private Reply ofImage(String uuid, DSLContext sql) {
    Record image =
        sql.select(IMAGE.fields())
            .from(IMAGE)
            .where(IMAGE.UUID.eq(uuid))
            .fetchOptional()
            .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE, uuid));
    List<Long> sizes =
        sql.select(IMAGE_COPY.SIZE)
            .from(IMAGE_COPY)
            .where(IMAGE_COPY.IMAGE_UUID.eq(uuid))
            .fetch(IMAGE_COPY.SIZE);
    long bytes = sizes.stream().mapToLong(Long::longValue).sum();
    return new Reply(
        uuid,
        image.get(IMAGE.NAME),
        ResourceType.IMAGE.entityName(),
        image.get(IMAGE.STATUS),
        null,
        bytesStay.test(sql),
        sizes.size(),
        bytes,
        1, // an image is deleted with all its copies
        bytes,
        List.of(new OnlyCopy(uuid, image.get(IMAGE.NAME), bytes)),
        0,
        sql.fetchCount(IMAGE_BACKUP, IMAGE_BACKUP.IMAGE_UUID.eq(uuid)),
        runningJobs(uuid, sql),
        List.of(),
        true);
  }
}
