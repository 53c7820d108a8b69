package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.backupstorage.AcceptBackupStorageHostKey;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.access.AddRequests;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.backupstorage.record.TypeCheck;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.HostKeyChangedException;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;

/**
 * Pins a new host key, if the server shows the one that the caller trusts. When the key is right
 * and the rest is not (the log-in has changed with the machine), the key is pinned all the same and
 * the storage stays Disconnected with that reason.
 */
final class AcceptHostKey
    implements JobDefinition<AcceptBackupStorageHostKey, InventoryReply<BackupStorageInventory>> {
  private static final String PROBLEM = "problem";
  private static final String PROBLEM_KIND = "problemKind";

  private final StorageParts parts;
  private final List<StorageVeto> vetoes;
  private final Trials trials;

  AcceptHostKey(StorageParts parts, List<StorageVeto> vetoes) {
    this.parts = parts;
    this.vetoes = vetoes;
    this.trials = new Trials(parts);
  }

  @Override
  public Class<AcceptBackupStorageHostKey> operation() {
    return AcceptBackupStorageHostKey.class;
  }

  @Override
  public Start accept(AcceptBackupStorageHostKey request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.require(request.uuid(), transaction.sql());
    TypeCheck.require(storage, StorageType.SFTP, operation());
    AddRequests.fingerprint(request.hostKeyFingerprint());
    return new Start(storage.uuid(), Map.of());
  }

  @Override
  public List<Step<AcceptBackupStorageHostKey>> steps() {
    return List.of(Step.of("compare", this::compare));
  }

  private void compare(AcceptBackupStorageHostKey request, Job job) {
    String wanted = AddRequests.fingerprint(request.hostKeyFingerprint());
    StorageRow storage = parts.database().read(sql -> StorageRows.require(request.uuid(), sql));
    StorageAccess access =
        parts.accesses().of(storage).expecting(new KnownHost.Fingerprint(wanted));
    try {
      trials.run(job.uuid(), storage, access, Neighbours.Place.of(storage));
    } catch (HostKeyChangedException e) {
      throw ApiException.refused(
          "the host key was not accepted: the server shows %s, you gave %s, pinned is %s"
              .formatted(e.shown().sha256(), wanted, shown(storage.hostKey())));
    } catch (StorageException e) {
      if (!shown(storage.presentedHostKey()).equals(wanted)) {
        throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
      }
      job.remember(PROBLEM, String.valueOf(e.getMessage()));
      job.remember(PROBLEM_KIND, e.reason().name());
    }
  }

  private static String shown(@org.jspecify.annotations.Nullable String hostKey) {
    return hostKey == null ? "none" : StorageAccesses.parse(hostKey).sha256();
  }

  @Override
  public InventoryReply<BackupStorageInventory> complete(
      AcceptBackupStorageHostKey request, Job job, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    Optional<String> problem = job.recall(PROBLEM);
    String accepted =
        trials
            .facts(job.uuid())
            .flatMap(StorageFacts::hostKey)
            .map(StorageAccesses::text)
            .orElse(storage.presentedHostKey());
    if (accepted != null) {
      vetoes.forEach(veto -> veto.hostKey(storage, accepted, transaction));
    }
    if (problem.isPresent()) {
      transaction
          .sql()
          .update(BACKUP_STORAGE)
          .set(BACKUP_STORAGE.HOST_KEY, accepted)
          .setNull(BACKUP_STORAGE.PRESENTED_HOST_KEY)
          .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
          .execute();
      parts
          .status()
          .disconnected(
              storage.uuid(),
              problem.get(),
              Reason.valueOf(job.recall(PROBLEM_KIND).orElse(Reason.FAILED.name())),
              job.call(),
              transaction);
    } else {
      trials.settle(job, storage, "new host key accepted", transaction);
    }
    parts
        .events()
        .write(
            new Event(
                ResourceType.BACKUP_STORAGE,
                storage.uuid(),
                storage.name(),
                "HostKeyAccepted",
                shown(storage.hostKey()),
                shown(accepted),
                null),
            job.call(),
            transaction);
    return parts.reply(storage.uuid(), transaction);
  }

  @Override
  public void abandon(
      AcceptBackupStorageHostKey request, Job job, ApiError error, Transaction transaction) {
    transaction.afterCommit(() -> trials.drop(job.uuid()));
  }
}
