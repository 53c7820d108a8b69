package org.strongroom.server.volume;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.snapshot.DeleteVolumeSnapshot;
import org.strongroom.api.snapshot.DeleteVolumeSnapshotFromBackupStorage;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Presence;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;

/** Deletes a volume snapshot, or its copies on some storages. */
final class DeleteSnapshotJob<Q extends Request<EmptyReply>>
    implements JobDefinition<Q, EmptyReply> {
  private final Class<Q> operation;
  private final Asked<Q> asked;
  private final VolumeParts parts;
  private final CopyForgetting forgetting;

  private DeleteSnapshotJob(
      Class<Q> operation, Asked<Q> asked, VolumeParts parts, CopyForgetting forgetting) {
    this.operation = operation;
    this.asked = asked;
    this.parts = parts;
    this.forgetting = forgetting;
  }

  /** What is asked for. */
  private interface Asked<Q> {
    Which of(Q request);
  }

  /**
   * Which copies go.
   *
   * @param storages empty for all
   * @param whole whether the snapshot is meant: one that is gone is success then
   */
  private record Which(String uuid, List<String> storages, String deleteMode, boolean whole) {
    List<SnapshotCopy> of(List<SnapshotCopy> all) {
      return all.stream()
          .filter(copy -> storages.isEmpty() || storages.contains(copy.storageUuid()))
          .toList();
    }
  }

  static DeleteSnapshotJob<DeleteVolumeSnapshot> whole(
      VolumeParts parts, CopyForgetting forgetting) {
    return new DeleteSnapshotJob<>(
        DeleteVolumeSnapshot.class,
        request -> new Which(request.uuid(), List.of(), request.deleteMode(), true),
        parts,
        forgetting);
  }

  static DeleteSnapshotJob<DeleteVolumeSnapshotFromBackupStorage> copies(
      VolumeParts parts, CopyForgetting forgetting) {
    return new DeleteSnapshotJob<>(
        DeleteVolumeSnapshotFromBackupStorage.class,
        request ->
            new Which(request.uuid(), request.backupStorageUuids(), request.deleteMode(), false),
        parts,
        forgetting);
  }

  @Override
  public Class<Q> operation() {
    return operation;
  }

  @Override
  public Start accept(Q request, Call call, Transaction transaction) {
    Which which = asked.of(request);
    Optional<SnapshotRow> snapshot = SnapshotRow.lock(which.uuid(), transaction);
    if (snapshot.isEmpty()) {
      if (!which.whole() || !Uuid.isUuid(which.uuid())) {
        throw ApiException.notFound(ResourceType.VOLUME_SNAPSHOT, which.uuid());
      }
      return new Start(which.uuid(), Map.of());
    }
    CopyForgetting.checkFree(which.of(SnapshotCopy.all(which.uuid(), transaction.sql())));
    return new Start(which.uuid(), Map.of());
  }

  @Override
  public List<Step<Q>> steps() {
    return List.of(Step.of("look", this::look), Step.of("forget", this::forget));
  }

  private void look(Q request, Job job) throws Exception {
    forgetting.look(copies(request), isEnforcing(request), job);
  }

  private void forget(Q request, Job job) throws Exception {
    forgetting.forget(copies(request), isEnforcing(request), job);
  }

  private List<SnapshotCopy> copies(Q request) {
    Which which = asked.of(request);
    return parts.database().read(sql -> which.of(SnapshotCopy.all(which.uuid(), sql)));
  }

  private boolean isEnforcing(Q request) {
    return asked.of(request).deleteMode().equals("Enforcing");
  }

  @Override
  public EmptyReply complete(Q request, Job job, Transaction transaction) {
    Which which = asked.of(request);
    SnapshotRow.lock(which.uuid(), transaction)
        .ifPresent(snapshot -> {
          List<SnapshotCopy> copies =
              which.of(SnapshotCopy.all(which.uuid(), transaction.sql())).stream()
                  .filter(copy ->
                      Presence.of(transaction.sql(), BACKUP_STORAGE.UUID, copy.storageUuid()))
                  .toList();
          forgetting.removeRows(copies, job, transaction);
          forgetting.removeIfNothingIsLeft(snapshot, which.whole(), job, transaction);
        });
    return new EmptyReply();
  }

  @Override
  public void abandon(Q request, Job job, ApiError error, Transaction transaction) {
    // What was forgotten is missing, and found so; deleting again goes through.
  }
}
