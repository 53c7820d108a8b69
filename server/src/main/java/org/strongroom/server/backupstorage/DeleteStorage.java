package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.ReservationTable.RESERVATION;
import static org.strongroom.server.catalog.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;

import java.time.Duration;
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
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/**
 * Deletes a storage (Delete Backup Storage): it takes nothing more in; copies go from the catalog
 * and, as garbage, from the storage; the marker goes; then links, tags and the row. Permissive
 * stops at the first thing that cannot be done, Enforcing goes through and records what it left.
 */
final class DeleteStorage implements JobDefinition<DeleteBackupStorage, EmptyReply> {
  private static final String STATE_BEFORE = "stateBefore";
  private static final String LEFT = "left";
  private static final int COPIES_AT_ONCE = 500;
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final StorageParts parts;
  private final StorageChanges changes;
  private final GarbageCollector collector;
  private final List<DeletionVeto> vetoes;

  DeleteStorage(
      StorageParts parts,
      StorageChanges changes,
      GarbageCollector collector,
      List<DeletionVeto> vetoes) {
    this.parts = parts;
    this.changes = changes;
    this.collector = collector;
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
      return new Start(request.uuid(), Map.of());
    }
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    try {
      vetoes.forEach(veto -> veto.check(storage, transaction));
      if (!enforcing(request)) {
        checkPermissive(storage, transaction.sql());
      }
    } catch (ApiException e) {
      throw new ApiException(failure(request, e.error()));
    }
    changes.setState(storage, StorageState.DISABLED, "it is being deleted", call, transaction);
    return new Start(storage.uuid(), Map.of(STATE_BEFORE, storage.state().name()));
  }

  private static boolean enforcing(DeleteBackupStorage request) {
    return request.deleteMode().equals("Enforcing");
  }

  private static void checkPermissive(StorageRow storage, DSLContext sql) {
    if (isWrittenTo(storage, sql)) {
      throw ApiException.refused(
          "%s is being written to; wait for it or cancel it, or delete with deleteMode=Enforcing"
              .formatted(storage.label()));
    }
    if (holdsSomething(storage, sql)) {
      new StorageRules().check(storage, Purpose.DELETE_BYTES);
    }
  }

  private static boolean holdsSomething(StorageRow storage, DSLContext sql) {
    String uuid = storage.uuid();
    return sql.fetchExists(IMAGE_COPY, IMAGE_COPY.BACKUP_STORAGE_UUID.eq(uuid))
        || sql.fetchExists(VOLUME_SNAPSHOT_COPY, VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(uuid))
        || sql.fetchExists(GARBAGE, GARBAGE.BACKUP_STORAGE_UUID.eq(uuid));
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
    return parts.database().read(sql -> holdsSomething(storage, sql));
  }

  private void removeCopies(DeleteBackupStorage request, Job job) {
    storage(job)
        .ifPresent(storage -> {
          for (StorageCascade cascade : parts.cascades()) {
            int taken;
            do {
              job.checkStopped();
              taken =
                  parts
                      .database()
                      .write(transaction ->
                          cascade.removeCopies(storage, COPIES_AT_ONCE, job.call(), transaction));
            } while (taken > 0);
          }
        });
  }

  private void removeFiles(DeleteBackupStorage request, Job job)
      throws StorageException, InterruptedException {
    Optional<StorageRow> storage = storage(job);
    if (storage.isEmpty()) {
      return;
    }
    if (!writersEnd(storage.get(), job)) {
      leave(request, job, "work on it was stopped and does not end");
    }
    try {
      if (enforcing(request) || holds(storage.get())) {
        List<GarbageCollector.Left> left = collector.collectAll(job.resourceUuid());
        if (!left.isEmpty()) {
          leave(request, job, "%s: %s".formatted(left.getFirst().path(), left.getFirst().reason()));
        }
      }
      if (storage.get().status() == StorageStatus.CONNECTED) {
        parts.claim().release(parts.drivers().of(storage.get()), storage.get(), Optional.empty());
      } else {
        job.remember(LEFT, "its marker and whatever lies in its directory; it was not Connected");
      }
    } catch (ApiException | StorageException e) {
      leave(request, job, String.valueOf(e.getMessage()));
    }
  }

  /** Whether stopped work has taken its bytes back, for which it needs the storage's row. */
  private boolean writersEnd(StorageRow storage, Job job) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (parts.database().read(sql -> isWrittenTo(storage, sql))) {
      job.checkStopped();
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(GLANCE);
    }
    return true;
  }

  private static boolean isWrittenTo(StorageRow storage, DSLContext sql) {
    return sql.fetchExists(RESERVATION, RESERVATION.BACKUP_STORAGE_UUID.eq(storage.uuid()));
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
        .ifPresent(storage -> {
          parts.removeCopies(storage, job.call(), transaction);
          parts.tags().deleteAll(storage.uuid(), transaction);
          transaction
              .sql()
              .deleteFrom(BACKUP_STORAGE)
              .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
              .execute();
          recordEnd(storage, job, transaction);
        });
    return new EmptyReply();
  }

  private void recordEnd(StorageRow storage, Job job, Transaction transaction) {
    String left = job.recall(LEFT).map(what -> "left behind: " + what).orElse(null);
    parts
        .events()
        .write(
            new Event(
                ResourceType.BACKUP_STORAGE,
                storage.uuid(),
                storage.name(),
                "Deleted",
                null,
                null,
                left),
            job.call(),
            transaction);
    transaction.afterCommit(() -> {
      parts.drivers().close(storage.uuid());
      parts.connector().forget(storage.uuid());
    });
  }

  @Override
  public void abandon(
      DeleteBackupStorage request, Job job, ApiError error, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(storage ->
            changes.setState(
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
