package org.strongroom.server.backupstorage;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.backupstorage.record.TypeCheck;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.objectstore.ObjectStore;
import org.strongroom.storage.driver.StorageException;

/**
 * Changes a storage in an object store. A new address or log-in is tried, and has to lead to the
 * storage's own place, before anything is stored; then it holds at once.
 */
final class UpdateObjectStore<Q extends Request<InventoryReply<BackupStorageInventory>>>
    implements JobDefinition<Q, InventoryReply<BackupStorageInventory>> {
  private final Kind<Q> kind;
  private final StorageParts parts;
  private final StorageChanges changes;
  private final List<StorageVeto> vetoes;
  private final Trials trials;

  UpdateObjectStore(
      Kind<Q> kind, StorageParts parts, StorageChanges changes, List<StorageVeto> vetoes) {
    this.kind = kind;
    this.parts = parts;
    this.changes = changes;
    this.vetoes = vetoes;
    this.trials = new Trials(parts);
  }

  /**
   * What the requests of one type of storage say.
   *
   * @param changed the store after the request
   */
  record Kind<Q>(
      Class<Q> operation,
      StorageType type,
      Function<Q, String> uuid,
      Function<Q, @Nullable String> name,
      Function<Q, @Nullable String> description,
      BiFunction<ObjectStore, Q, ObjectStore> changed) {}

  @Override
  public Class<Q> operation() {
    return kind.operation();
  }

  @Override
  public Start accept(Q request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.require(kind.uuid().apply(request), transaction.sql());
    TypeCheck.require(storage, kind.type(), operation());
    StorageChanges.checkName(kind.name().apply(request));
    if (!before(storage).equals(after(storage, request))) {
      vetoes.forEach(veto -> veto.access(storage, transaction));
    }
    return new Start(storage.uuid(), Map.of());
  }

  private ObjectStore before(StorageRow storage) {
    return parts.accesses().of(storage).store().orElseThrow();
  }

  /**
   * @throws ApiException SYS.1007 for a part that cannot be taken
   */
  private ObjectStore after(StorageRow storage, Q request) {
    return kind.changed().apply(before(storage), request);
  }

  @Override
  public List<Step<Q>> steps() {
    return List.of(Step.of("try", this::tryAccess));
  }

  private void tryAccess(Q request, Job job) {
    StorageRow storage =
        parts.database().read(sql -> StorageRows.require(kind.uuid().apply(request), sql));
    ObjectStore after = after(storage, request);
    if (after.equals(before(storage))) {
      return;
    }
    try {
      trials.run(
          job.uuid(),
          storage,
          new StorageAccess(storage.uuid(), after),
          new Neighbours.Place(
              storage.uuid(), after.url(), after.columns().endpoint(), null, null, null, null));
    } catch (StorageException e) {
      throw new ApiException(
          ErrorCode.CANNOT_CONNECT,
          "nothing was changed, because the new address or log-in does not work: "
              + e.getMessage());
    }
  }

  @Override
  public InventoryReply<BackupStorageInventory> complete(
      Q request, Job job, Transaction transaction) {
    StorageRow storage = StorageRows.lock(kind.uuid().apply(request), transaction);
    changes.rename(
        storage, kind.name().apply(request), kind.description().apply(request), transaction);
    ObjectStore after = after(storage, request);
    if (!after.equals(before(storage))) {
      StorageRows.write(storage.uuid(), after.columns(), transaction);
      StorageRows.writeSecret(
          storage.uuid(), parts.accesses().seal(storage.uuid(), after), transaction);
      trials.settle(job, storage, "new address, log-in or capacity", transaction);
    }
    return parts.reply(storage.uuid(), transaction);
  }

  @Override
  public void abandon(Q request, Job job, ApiError error, Transaction transaction) {
    transaction.afterCommit(() -> trials.drop(job.uuid()));
  }
}
