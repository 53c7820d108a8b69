package org.strongroom.server.backupstorage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.server.backupstorage.marker.MarkedBy;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/**
 * Deletes a storage (Delete Backup Storage): it takes nothing more in; copies go from the catalog
 * and, as garbage, from the storage; the marker goes; then links, tags and the row. Permissive
 * stops at the first thing that cannot be done, Enforcing goes through and records what it left. If
 * nothing is ever to be removed (image/deletionPolicy Never) the bytes of images stay, and the
 * marker says that they are nobody's.
 */
final class DeleteStorage implements JobDefinition<DeleteBackupStorage, EmptyReply> {
  private static final String STATE_BEFORE = "stateBefore";
  private static final String LEFT = "left";

  private final StorageParts parts;
  private final StorageRemoval removal;
  private final List<StorageVeto> vetoes;

  DeleteStorage(StorageParts parts, StorageRemoval removal, List<StorageVeto> vetoes) {
    this.parts = parts;
    this.removal = removal;
    this.vetoes = vetoes;
  }

  @Override
  public Class<DeleteBackupStorage> operation() {
    return DeleteBackupStorage.class;
  }

  @Override
  public Start accept(DeleteBackupStorage request, Call call, Transaction transaction) {
    Optional<StorageRow> found = StorageRows.find(request.uuid(), transaction.sql());
    if (found.isEmpty()) {
      if (request.uuid().length() > Uuid.LENGTH) {
        throw ApiException.notFound(ResourceType.BACKUP_STORAGE, request.uuid()); // nor ever was
      }
      return new Start(request.uuid(), Map.of());
    }
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    try {
      vetoes.forEach(veto -> veto.deletion(storage, transaction));
      if (!enforcing(request)) {
        checkPermissive(storage, transaction.sql());
      }
    } catch (ApiException e) {
      throw new ApiException(failure(request, e.error()));
    }
    Map<String, String> memory =
        new HashMap<>(removal.begin(storage, "it is being deleted", call, transaction));
    memory.put(STATE_BEFORE, storage.state().name());
    return new Start(storage.uuid(), memory);
  }

  private static boolean enforcing(DeleteBackupStorage request) {
    return request.deleteMode().equals("Enforcing");
  }

  private void checkPermissive(StorageRow storage, DSLContext sql) {
    if (removal.isWrittenTo(storage, sql)) {
      throw ApiException.busy(
          "%s is being written to; wait for it or cancel it, or delete with deleteMode=Enforcing"
              .formatted(storage.label()));
    }
    if (removal.holdsSomething(storage, sql)) {
      new StorageRules().check(storage, Purpose.DELETE_BYTES);
    }
  }

  @Override
  public List<Step<DeleteBackupStorage>> steps() {
    return List.of(
        Step.of("check", this::check),
        Step.of("remove copies", this::removeCopies),
        Step.of("remove files", this::removeFiles));
  }

  /** Before anything goes: a Permissive deletion does not begin what the storage cannot end. */
  private void check(DeleteBackupStorage request, Job job) throws StorageException {
    Optional<StorageRow> storage = storage(job);
    if (storage.isPresent() && !enforcing(request) && holds(storage.get())) {
      StorageDriver driver = parts.drivers().of(storage.get());
      StorageMarker.verify(driver, storage.get());
    }
  }

  private Optional<StorageRow> storage(Job job) {
    return parts.database().read(sql -> StorageRows.find(job.resourceUuid(), sql));
  }

  private boolean holds(StorageRow storage) {
    return parts.database().read(sql -> removal.holdsSomething(storage, sql));
  }

  private void removeCopies(DeleteBackupStorage request, Job job) {
    storage(job).ifPresent(storage -> removal.removeCopies(storage, job));
  }

  private void removeFiles(DeleteBackupStorage request, Job job)
      throws StorageException, InterruptedException {
    Optional<StorageRow> storage = storage(job);
    if (storage.isEmpty()) {
      return;
    }
    if (!removal.writersEnd(storage.get(), job)) {
      leave(request, job, "work on it was stopped and does not end");
    }
    try {
      if (enforcing(request) || holds(storage.get())) {
        removal.collectGarbage(job.resourceUuid()).ifPresent(first -> leave(request, job, first));
      }
      if (storage.get().status() == StorageStatus.CONNECTED && StorageRemoval.bytesStay(job)) {
        parts
            .claim()
            .forget(
                parts.drivers().of(storage.get()),
                storage.get(),
                job.call().caller().accountName(),
                MarkedBy.job(job.lease()));
        job.remember(LEFT, StorageRemoval.IMAGES_STAY);
      } else if (storage.get().status() == StorageStatus.CONNECTED) {
        parts
            .claim()
            .release(
                parts.drivers().of(storage.get()),
                storage.get(),
                Optional.empty(),
                MarkedBy.job(job.lease()));
      } else {
        job.remember(LEFT, "its marker and whatever lies in its directory; it was not Connected");
      }
    } catch (ApiException | StorageException e) {
      leave(request, job, String.valueOf(e.getMessage()));
    }
    removal.forgetGarbage(storage.get(), job);
  }

  private static void leave(DeleteBackupStorage request, Job job, String what) {
    if (!enforcing(request)) {
      throw ApiException.refused("could not be removed: " + what);
    }
    job.remember(LEFT, what);
  }

  @Override
  public EmptyReply complete(DeleteBackupStorage request, Job job, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(storage -> removal.remove(storage, job.recall(LEFT), job, transaction));
    return new EmptyReply();
  }

  @Override
  public void abandon(
      DeleteBackupStorage request, Job job, ApiError error, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(storage ->
            removal.giveUp(
                storage,
                StorageState.valueOf(job.recall(STATE_BEFORE).orElse(storage.state().name())),
                "it could not be deleted",
                job.call(),
                transaction));
  }

  @Override
  public ApiError failure(DeleteBackupStorage request, ApiError cause) {
    return cause.within(
        ErrorCode.CANNOT_DELETE,
        "backup storage %s could not be deleted: %s".formatted(request.uuid(), cause.details()));
  }
}
