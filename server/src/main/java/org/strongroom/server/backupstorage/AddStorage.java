package org.strongroom.server.backupstorage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.DirectoryClaim.Consent;
import org.strongroom.server.backupstorage.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.StorageAccess.Ssh;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/**
 * Adds a storage of any type: its row is Connecting, then it is connected to and marked as its own,
 * then it is Connected. If that fails the row goes.
 */
final class AddStorage<Q extends Request<InventoryReply<BackupStorageInventory>>>
    implements JobDefinition<Q, InventoryReply<BackupStorageInventory>> {
  private static final String OWNER_BEFORE = "ownerBefore";

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
    return List.of(new Connect(), Step.of("import", this::importImages));
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

  /** Connects for the first time and makes the directory the storage's own. */
  private final class Connect implements Step<Q> {
    @Override
    public String name() {
      return "connect";
    }

    @Override
    public void run(Q request, Job job) throws Exception {
      StorageRow storage = storage(job);
      NewStorage added = reading.read(request);
      KnownHost expected = added.ssh().map(Ssh::knownHost).orElse(new KnownHost.Any());
      StorageDriver driver = parts.factory().make(parts.accesses().of(storage).expecting(expected));
      boolean adopted = false;
      try {
        StorageFacts facts = PatientConnect.connect(job.lease().fence(driver));
        parts
            .claim()
            .check(driver, storage, Consent.of(added.importImages(), added.takeOver()))
            .filter(marker -> !marker.storageUuid().equals(storage.uuid()))
            .ifPresent(marker -> job.remember(OWNER_BEFORE, marker.text()));
        StorageRow seen = settle(storage, facts, job);
        parts.drivers().adopt(seen, driver);
        adopted = true;
        parts.claim().claim(driver, seen, MarkedBy.job(job.lease()));
      } catch (StorageException e) {
        throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
      } finally {
        if (!adopted) {
          driver.close();
        }
      }
    }

    private StorageRow settle(StorageRow storage, StorageFacts facts, Job job) {
      return job.lease()
          .write(transaction -> {
            parts.neighbours().takeTurn(transaction);
            parts.neighbours().check(Neighbours.Place.of(storage).seen(facts), transaction);
            Facts.write(storage.uuid(), facts, transaction);
            return StorageRows.require(storage.uuid(), transaction.sql());
          });
    }

    @Override
    public void undo(Q request, Job job) throws Exception {
      Optional<StorageRow> storage =
          parts.database().read(sql -> StorageRows.find(job.resourceUuid(), sql));
      // before facts are written nothing was written on the storage
      if (storage.isPresent() && storage.get().rootPath() != null) {
        StorageDriver driver = parts.drivers().of(storage.get());
        parts
            .claim()
            .release(driver, storage.get(), job.recall(OWNER_BEFORE), MarkedBy.job(job.lease()));
      }
    }
  }
}
