package org.strongroom.server.backupstorage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.backupstorage.UpdateSftpBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.access.AddRequests;
import org.strongroom.server.backupstorage.access.NewAccess;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
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
  private final List<StorageVeto> vetoes;
  private final Trials trials;

  UpdateSftp(StorageParts parts, StorageChanges changes, List<StorageVeto> vetoes) {
    this.parts = parts;
    this.vetoes = vetoes;
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
    newAccess(storage, request)
        .ifPresent(access -> vetoes.forEach(veto -> veto.access(storage, transaction)));
    return new Start(storage.uuid(), Map.of());
  }

  @Override
  public List<Step<UpdateSftpBackupStorage>> steps() {
    return List.of(Step.of("try", this::tryAccess));
  }

  private void tryAccess(UpdateSftpBackupStorage request, Job job) {
    StorageRow storage = parts.database().read(sql -> StorageRows.require(request.uuid(), sql));
    Optional<NewAccess> access = newAccess(storage, request);
    if (access.isEmpty()) {
      return;
    }
    try {
      trials.run(job.uuid(), storage, access.get().access(storage), access.get().place(storage));
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
    newAccess(storage, request)
        .ifPresent(access -> {
          access.write(storage, parts.accesses(), transaction);
          trials.settle(job, storage, "new address or log-in", transaction);
        });
    return parts.reply(storage.uuid(), transaction);
  }

  @Override
  public void abandon(
      UpdateSftpBackupStorage request, Job job, ApiError error, Transaction transaction) {
    transaction.afterCommit(() -> trials.drop(job.uuid()));
  }

  /**
   * Empty if the request changes neither address nor log-in.
   *
   * @throws ApiException SYS.1007 for a part that can not be taken
   */
  private Optional<NewAccess> newAccess(StorageRow storage, UpdateSftpBackupStorage request) {
    Optional<SshSecret> secret = AddRequests.secret(request.password(), request.privateKey());
    String username = request.username();
    if (username != null && username.isBlank()) {
      throw ApiException.invalid("a username has from 1 to 255 characters");
    }
    Ssh before = parts.accesses().of(storage, secret).ssh().orElseThrow();
    return NewAccess.of(
            before,
            request.hostname(),
            request.sshPort(),
            username,
            secret,
            request.allowUnsynced())
        .map(access -> access.trustingAnother(before));
  }
}
