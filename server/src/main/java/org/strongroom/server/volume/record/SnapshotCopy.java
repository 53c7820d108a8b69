package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.repository.file.ContentId;

/**
 * A copy of a volume snapshot.
 *
 * @param generation its id in the repository; empty while it is made, and for copies that are in
 *     none
 * @param file its path in the generation where that has other files too
 * @param format of that file
 */
public record SnapshotCopy(
    String snapshotUuid,
    String storageUuid,
    String storageName,
    String status,
    Optional<ContentId> generation,
    Optional<String> file,
    ImageFormat format) {
  public static final String CREATING = "Creating";
  public static final String READY = "Ready";
  public static final String DAMAGED = "Damaged";

  private static SnapshotCopy of(Record row) {
    return new SnapshotCopy(
        row.get(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID),
        row.get(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID),
        row.get(BACKUP_STORAGE.NAME),
        row.get(VOLUME_SNAPSHOT_COPY.STATUS),
        Optional.ofNullable(row.get(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID)).flatMap(ContentId::parse),
        Optional.ofNullable(row.get(VOLUME_SNAPSHOT_COPY.FILE)),
        Optional.ofNullable(row.get(VOLUME_SNAPSHOT_COPY.FILE_FORMAT))
            .flatMap(ImageFormat::ofWireName)
            .orElse(ImageFormat.RAW));
  }

  public boolean is(String other) {
    return status.equals(other);
  }

  public static Condition row(String snapshotUuid, String storageUuid) {
    return VOLUME_SNAPSHOT_COPY
        .VOLUME_SNAPSHOT_UUID
        .eq(snapshotUuid)
        .and(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storageUuid));
  }

  /** All copies of a snapshot. */
  public static List<SnapshotCopy> all(String snapshotUuid, DSLContext sql) {
    return fetch(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID.eq(snapshotUuid), sql);
  }

  public static Optional<SnapshotCopy> find(
      String snapshotUuid, String storageUuid, DSLContext sql) {
    return fetch(row(snapshotUuid, storageUuid), sql).stream().findFirst();
  }

  /** All copies on a storage that are not being made. */
  public static List<SnapshotCopy> settledOn(String storageUuid, DSLContext sql) {
    return fetch(
        VOLUME_SNAPSHOT_COPY
            .BACKUP_STORAGE_UUID
            .eq(storageUuid)
            .and(VOLUME_SNAPSHOT_COPY.STATUS.ne(CREATING)),
        sql);
  }

  /** Whether another look at it finds the same bytes. */
  public boolean sameGeneration(SnapshotCopy other) {
    return generation.equals(other.generation) && !other.is(CREATING);
  }

  private static List<SnapshotCopy> fetch(Condition which, DSLContext sql) {
    return sql.select(VOLUME_SNAPSHOT_COPY.fields())
        .select(BACKUP_STORAGE.NAME)
        .from(VOLUME_SNAPSHOT_COPY)
        .join(BACKUP_STORAGE)
        .on(BACKUP_STORAGE.UUID.eq(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID))
        .where(which)
        .orderBy(
            DSL.when(VOLUME_SNAPSHOT_COPY.STATUS.eq(READY), 0).otherwise(1),
            VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID)
        .fetch(SnapshotCopy::of);
  }

  /** The copy in messages. */
  public String label() {
    return "the copy on backup storage '%s' (%s)".formatted(storageName, storageUuid);
  }
}
