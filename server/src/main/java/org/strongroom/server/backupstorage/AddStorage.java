package org.strongroom.server.backupstorage;

import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.access.NewStorage;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.marker.DirectoryClaim.Consent;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;

/**
 * Adds a storage of any type: its row is Connecting, then it is connected to and marked as its own,
 * then it is Connected. If that fails the row goes.
 */
final class AddStorage<Q extends Request<InventoryReply<BackupStorageInventory>>>
    implements JobDefinition<Q, InventoryReply<BackupStorageInventory>> {
  private final Class<Q> operation;
  private final Reading<Q> reading;
  private final StorageParts parts;

  AddStorage(Class<Q> operation, Reading<Q> reading, StorageParts parts) {
    this.operation = operation;
    this.reading = reading;
    this.parts = parts;
  }

  @Override
  public Class<Q> operation() {
    return operation;
  }

  @Override
  public Start accept(Q request, Call call, Transaction transaction) {
    NewStorage added = reading.read(request);
    parts.tags().check(ResourceType.BACKUP_STORAGE, added.resource());
    return new Start(parts.addition().insert(added, call, transaction), Map.of());
  }

  @Override
  public List<Step<Q>> steps() {
    return List.of(
        new ConnectStep<>(parts, Job::resourceUuid, request -> expected(reading.read(request))),
        Step.of("import", this::importImages));
  }

  private static ConnectStep.Expected expected(NewStorage added) {
    return new ConnectStep.Expected(
        added.ssh().map(Ssh::knownHost).orElse(new KnownHost.Any()),
        Consent.of(added.importImages(), added.takeOver()));
  }

  private void importImages(Q request, Job job) throws StorageException {
    if (reading.read(request).importImages()) {
      StorageRow storage = storage(job);
      parts.imageImport().run(storage, parts.drivers().of(storage), job);
    }
  }

  private StorageRow storage(Job job) {
    return parts.database().read(sql -> StorageRows.require(job.resourceUuid(), sql));
  }

  @Override
  public InventoryReply<BackupStorageInventory> complete(
      Q request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    parts.status().change(uuid, StorageStatus.CONNECTED, null, job.call(), transaction);
    parts
        .tags()
        .create(ResourceType.BACKUP_STORAGE, uuid, reading.read(request).resource(), transaction);
    return parts.reply(uuid, transaction);
  }

  @Override
  public void abandon(Q request, Job job, ApiError error, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(storage -> {
          parts.removeCopies(storage, job.call(), transaction);
          parts.addition().remove(storage, error.details(), job.call(), transaction);
        });
    transaction.afterCommit(() -> parts.drivers().close(job.resourceUuid()));
  }

  @Override
  public ApiError failure(Q request, ApiError cause) {
    return cause.within(
        ErrorCode.CANNOT_CREATE,
        "backup storage '%s' could not be added: %s"
            .formatted(reading.read(request).name(), cause.details()));
  }

  /** Makes a storage of a request whose parts are checked. */
  @FunctionalInterface
  interface Reading<Q> {
    /**
     * @throws ApiException SYS.1007 for a part that can not be taken
     */
    NewStorage read(Q request);
  }
}
