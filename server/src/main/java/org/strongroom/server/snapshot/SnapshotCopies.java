package org.strongroom.server.snapshot;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.util.List;
import java.util.Objects;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.StorageCascade;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.tag.TagService;
import org.strongroom.server.volume.record.SnapshotRemoval;
import org.strongroom.storage.driver.StoragePath;

/** The copies of volume snapshots on a storage that is deleted. */
public final class SnapshotCopies implements StorageCascade {
  private final Garbage garbage;
  private final TagService tags;
  private final EventLog events;

  public SnapshotCopies(Garbage garbage, TagService tags, EventLog events) {
    this.garbage = garbage;
    this.tags = tags;
    this.events = events;
  }

  @Override
  public int removeCopies(StorageRow storage, int atMost, Call call, Transaction transaction) {
    List<Copy> copies = copies(storage, atMost, transaction);
    for (Copy copy : copies) {
      if (!copy.isInRepository()) {
        garbage.add(
            storage.uuid(),
            below(storage.url(), copy.installPath()),
            copy.size(),
            "storage deleted",
            transaction);
      }
      remove(copy, storage, call, transaction);
    }
    return copies.size();
  }

  @Override
  public int forgetCopies(StorageRow storage, int atMost, Call call, Transaction transaction) {
    List<Copy> copies = copies(storage, atMost, transaction);
    copies.forEach(copy -> remove(copy, storage, call, transaction));
    return copies.size();
  }

  private static List<Copy> copies(StorageRow storage, int atMost, Transaction transaction) {
    return transaction
        .sql()
        .select(
            VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID,
            VOLUME_SNAPSHOT_COPY.INSTALL_PATH,
            VOLUME_SNAPSHOT_COPY.SIZE,
            DSL.field(
                VOLUME_SNAPSHOT_COPY
                    .SNAPSHOT_ID
                    .isNotNull()
                    .or(VOLUME_SNAPSHOT_COPY.JOB_UUID.isNotNull())))
        .from(VOLUME_SNAPSHOT_COPY)
        .where(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
        .limit(atMost)
        .fetch(row -> new Copy(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  private void remove(Copy copy, StorageRow storage, Call call, Transaction transaction) {
    transaction
        .sql()
        .deleteFrom(VOLUME_SNAPSHOT_COPY)
        .where(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID.eq(copy.snapshotUuid()))
        .and(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid()))
        .execute();
    boolean elsewhere =
        transaction
                .sql()
                .fetchExists(
                    VOLUME_SNAPSHOT_COPY,
                    VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID.eq(copy.snapshotUuid()))
            || transaction
                .sql()
                .fetchExists(
                    VOLUME_SNAPSHOT,
                    VOLUME_SNAPSHOT.UUID.eq(copy.snapshotUuid()),
                    VOLUME_SNAPSHOT.ACCESS.isNotNull());
    if (!elsewhere) {
      removeSnapshot(copy.snapshotUuid(), call, transaction);
    }
  }

  /** Install paths are absolute on the storage's host. */
  private static StoragePath below(String url, String installPath) {
    String root = url.endsWith("/") ? url : url + "/";
    return StoragePath.of(
        installPath.startsWith(root) ? installPath.substring(root.length()) : installPath);
  }

  private void removeSnapshot(String uuid, Call call, Transaction transaction) {
    String name =
        Objects.requireNonNull(
            transaction
                .sql()
                .select(VOLUME_SNAPSHOT.NAME)
                .from(VOLUME_SNAPSHOT)
                .where(VOLUME_SNAPSHOT.UUID.eq(uuid))
                .fetchSingle(VOLUME_SNAPSHOT.NAME));
    tags.deleteAll(ResourceType.VOLUME_SNAPSHOT, uuid, transaction);
    SnapshotRemoval.remove(uuid, transaction);
    events.write(Event.deleted(ResourceType.VOLUME_SNAPSHOT, uuid, name), call, transaction);
  }

  /**
   * A copy.
   *
   * @param isInRepository whether it is, or will be, in the storage's repository, which goes whole
   */
  private record Copy(String snapshotUuid, String installPath, long size, boolean isInRepository) {}
}
