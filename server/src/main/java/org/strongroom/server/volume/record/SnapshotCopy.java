package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.strongroom.storage.repository.file.ContentId;

/**
 * A copy of a volume snapshot.
 *
 * @param generation its id in the repository; empty while it is made, and for copies that are in
 *     none
 */
public record SnapshotCopy(
    String snapshotUuid,
    String storageUuid,
    String storageName,
    String status,
    Optional<ContentId> generation) {
  public static final String CREATING = "Creating";
  public static final String READY = "Ready";
  public static final String DAMAGED = "Damaged";

  private static SnapshotCopy of(Record row) {
    return new SnapshotCopy(
        row.get(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID),
        row.get(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID),
        row.get(BACKUP_STORAGE.NAME),
        row.get(VOLUME_SNAPSHOT_COPY.STATUS),
        Optional.ofNullable(row.get(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID)).flatMap(ContentId::parse));
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
