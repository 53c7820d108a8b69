package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.BackupStorageTable.BACKUP_STORAGE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.backupstorage.UpdateSftpBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.StorageAccess.Ssh;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;

/**
 * Changes an SFTP storage. A new address or log-in is tried, and has to lead to the storage's own
 * directory, before anything is stored; then it holds at once. At a new address the first host key
 * shown is pinned, as when a storage is added.
 */
final class UpdateSftp
    implements JobDefinition<UpdateSftpBackupStorage, InventoryReply<BackupStorageInventory>> {
  private final StorageParts parts;
  private final StorageChanges changes;
  private final Trials trials;

  UpdateSftp(StorageParts parts, StorageChanges changes) {
    this.parts = parts;
    this.changes = changes;
    this.trials = new Trials(parts);
  }

  @Override
  public Class<UpdateSftpBackupStorage> operation() {
    return UpdateSftpBackupStorage.class;
  }

  @Override
  public Start accept(UpdateSftpBackupStorage request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.require(request.uuid(), transaction.sql());
    TypeCheck.require(storage, StorageType.SFTP, operation());
    StorageChanges.checkName(request.name());
    NewAccess.of(storage, request, parts.accesses());
    return new Start(storage.uuid(), Map.of());
  }

  @Override
  public List<Step<UpdateSftpBackupStorage>> steps() {
    return List.of(Step.of("try", this::tryAccess));
  }

  private void tryAccess(UpdateSftpBackupStorage request, Job job) {
    StorageRow storage = parts.database().read(sql -> StorageRows.require(request.uuid(), sql));
    Optional<NewAccess> access = NewAccess.of(storage, request, parts.accesses());
    if (access.isEmpty()) {
      return;
    }
    Ssh ssh = access.get().ssh();
    Neighbours.Place place =
        new Neighbours.Place(
            storage.uuid(), storage.url(), ssh.host(), ssh.port(), ssh.username(), null, null);
    try {
      trials.run(job.uuid(), storage, access.get().access(storage), place);
    } catch (StorageException e) {
      throw new ApiException(
          ErrorCode.CANNOT_CONNECT,
          "nothing was changed, because the new address or log-in does not work: "
              + e.getMessage());
    }
  }

  @Override
  public InventoryReply<BackupStorageInventory> complete(
      UpdateSftpBackupStorage request, Job job, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    changes.rename(storage, request.name(), request.description(), transaction);
    NewAccess.of(storage, request, parts.accesses())
        .ifPresent(access -> {
          Ssh ssh = access.ssh();
          transaction
              .sql()
              .update(BACKUP_STORAGE)
              .set(BACKUP_STORAGE.HOSTNAME, ssh.host())
              .set(BACKUP_STORAGE.SSH_PORT, ssh.port())
              .set(BACKUP_STORAGE.USERNAME, ssh.username())
              .set(BACKUP_STORAGE.CREDENTIAL, parts.accesses().seal(storage.uuid(), ssh.secret()))
              .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
              .execute();
          trials.settle(job, storage, "new address or log-in", transaction);
        });
    return parts.reply(storage.uuid(), transaction);
  }

  @Override
  public void abandon(
      UpdateSftpBackupStorage request, Job job, ApiError error, Transaction transaction) {
    transaction.afterCommit(() -> trials.drop(job.uuid()));
  }

  /** The address and log-in after the change. */
  private record NewAccess(Ssh ssh) {

    /**
     * Empty if the request changes neither.
     *
     * @throws ApiException SYS.1007 for a part that can not be taken
     */
    static Optional<NewAccess> of(
        StorageRow storage, UpdateSftpBackupStorage request, StorageAccesses accesses) {
      Optional<SshSecret> secret = AddRequests.secret(request.password(), request.privateKey());
      String username = request.username();
      if (username != null && username.isBlank()) {
        throw ApiException.invalid("a username has from 1 to 255 characters");
      }
      Ssh before = accesses.of(storage).ssh().orElseThrow();
      String hostname = request.hostname();
      String host = hostname == null ? before.host() : HostAddress.checked(hostname);
      int port = Optional.ofNullable(request.sshPort()).orElse(before.port());
      boolean moved = !host.equals(before.host()) || port != before.port();
      Ssh after =
          new Ssh(
              host,
              port,
              Optional.ofNullable(username).orElse(before.username()),
              secret.orElse(before.secret()),
              moved ? new KnownHost.Any() : before.knownHost());
      return after.equals(before) && secret.isEmpty()
          ? Optional.empty()
          : Optional.of(new NewAccess(after));
    }

    StorageAccess access(StorageRow storage) {
      return new StorageAccess(storage.uuid(), storage.url(), Optional.of(ssh));
    }
  }
}
