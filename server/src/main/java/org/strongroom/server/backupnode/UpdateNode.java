package org.strongroom.server.backupnode;

import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.backupnode.UpdateBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupstorage.StorageChanges;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.Trials;
import org.strongroom.server.backupstorage.access.NewAccess;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.access.UnreadableSecretException;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * Changes a node. A new address or log-in is tried, and has to lead to the same machine and to the
 * node's own directory, before anything is stored.
 */
final class UpdateNode
    implements JobDefinition<UpdateBackupNode, InventoryReply<BackupNodeInventory>> {
  private static final String PASSWORD_IS_SHOWN_TEXT = "passwordIsShownText";

  private final StorageParts parts;
  private final StorageChanges changes;
  private final Trials trials;
  private final DefaultBuckets buckets;
  private final ShownPassword shownPassword;

  UpdateNode(StorageParts parts, DefaultBuckets buckets, ShownPassword shownPassword) {
    this.parts = parts;
    this.changes = new StorageChanges(parts);
    this.trials = new Trials(parts);
    this.buckets = buckets;
    this.shownPassword = shownPassword;
  }

  @Override
  public Class<UpdateBackupNode> operation() {
    return UpdateBackupNode.class;
  }

  @Override
  public Start accept(UpdateBackupNode request, Call call, Transaction transaction) {
    NodeRow node = NodeRows.require(request.id(), call.caller(), transaction.sql());
    StorageRow storage = StorageRows.require(node.storageUuid(), transaction.sql());
    StorageChanges.checkName(request.displayName());
    notEmpty("userId", request.userId());
    notEmpty("password", request.password());
    if (request.cosDefault() != null && !request.cosDefault().isEmpty()) {
      buckets.check(request.cosDefault(), node.projectUuid(), transaction.sql());
    }
    Map<String, String> memory =
        node.shownPassword().equals(request.password())
            ? Map.of(PASSWORD_IS_SHOWN_TEXT, "true")
            : Map.of();
    Optional<NewAccess> access =
        newAccess(storage, request, memory.containsKey(PASSWORD_IS_SHOWN_TEXT));
    access.ifPresent(changed -> checkAddress(storage, changed, call, transaction));
    return new Start(storage.uuid(), memory);
  }

  private static void notEmpty(String parameter, @org.jspecify.annotations.Nullable String value) {
    if (value != null && value.isEmpty()) {
      throw ApiException.invalid(
          "parameter '%s' of UpdateBackupNode has from 1 to 255 characters".formatted(parameter));
    }
  }

  private Optional<NewAccess> newAccess(
      StorageRow storage, UpdateBackupNode request, boolean samePassword) {
    Optional<SshSecret> secret =
        Optional.ofNullable(request.password())
            .filter(password -> !samePassword)
            .map(SshSecret.Password::new);
    Ssh before = parts.accesses().of(storage, secret).ssh().orElseThrow();
    return NewAccess.of(
        before, request.accessIp(), request.sshPort(), request.userId(), secret, null);
  }

  private Optional<NewAccess> newAccess(StorageRow storage, UpdateBackupNode request, Job job) {
    return newAccess(storage, request, job.recall(PASSWORD_IS_SHOWN_TEXT).isPresent());
  }

  private void checkAddress(
      StorageRow storage, NewAccess access, Call call, Transaction transaction) {
    Ssh ssh = access.ssh();
    boolean moved =
        !ssh.host().equals(storage.hostname())
            || !Integer.valueOf(ssh.port()).equals(storage.sshPort());
    if (moved) {
      parts.neighbours().takeTurn(transaction);
      NodeUniqueness.checkAddress(
          storage.uuid(), ssh.host(), ssh.port(), call.caller(), transaction);
    }
  }

  @Override
  public List<Step<UpdateBackupNode>> steps() {
    return List.of(Step.of("try", this::tryAccess));
  }

  private void tryAccess(UpdateBackupNode request, Job job) {
    StorageRow storage = parts.database().read(sql -> StorageRows.require(job.resourceUuid(), sql));
    Optional<NewAccess> access = newAccess(storage, request, job);
    if (access.isEmpty()) {
      return;
    }
    try {
      trials.run(job.uuid(), storage, access.get().access(storage), access.get().place(storage));
    } catch (StorageException e) {
      if (e.reason() == Reason.HOST_KEY_CHANGED) {
        throw ApiException.conflict(
            "nothing was changed: %s; if that is another machine, deregister the node and register that one"
                .formatted(e.getMessage()));
      }
      throw new ApiException(
          ErrorCode.CANNOT_CONNECT,
          "nothing was changed, because the new address or log-in does not work: "
              + e.getMessage());
    }
  }

  @Override
  public InventoryReply<BackupNodeInventory> complete(
      UpdateBackupNode request, Job job, Transaction transaction) {
    StorageRow storage = StorageRows.lock(job.resourceUuid(), transaction);
    changes.rename(storage, request.displayName(), null, transaction);
    Optional<NewAccess> access = newAccess(storage, request, job);
    access.ifPresent(changed -> {
      checkAddress(storage, changed, job.call(), transaction);
      changed.write(storage, parts.accesses(), transaction);
      trials.settle(job, storage, "new address or log-in", transaction);
    });
    updateNode(request, storage, access, transaction);
    return NodeReplies.of(storage.uuid(), parts, transaction);
  }

  /** One that cannot be read any more, because its key is lost, is another. */
  private boolean isAnother(SshSecret secret, StorageRow storage) {
    try {
      return !secret.equals(parts.accesses().of(storage).ssh().orElseThrow().secret());
    } catch (UnreadableSecretException e) {
      return true;
    }
  }

  private void updateNode(
      UpdateBackupNode request,
      StorageRow storage,
      Optional<NewAccess> access,
      Transaction transaction) {
    NodeRow node = NodeRows.ofStorage(storage.uuid(), transaction.sql()).orElseThrow();
    String bucket = request.cosDefault() == null ? node.cosDefault() : request.cosDefault();
    boolean anything =
        request.displayName() != null || request.cosDefault() != null || access.isPresent();
    if (!anything) {
      return;
    }
    boolean otherPassword =
        access.map(changed -> isAnother(changed.ssh().secret(), storage)).orElse(false);
    transaction
        .sql()
        .update(BACKUP_NODE)
        .set(BACKUP_NODE.COS_DEFAULT, bucket == null || bucket.isEmpty() ? null : bucket)
        .set(
            BACKUP_NODE.SHOWN_PASSWORD, otherPassword ? shownPassword.next() : node.shownPassword())
        .set(BACKUP_NODE.UPDATED, parts.clock().millis())
        .where(BACKUP_NODE.STORAGE_UUID.eq(storage.uuid()))
        .execute();
  }

  @Override
  public void abandon(UpdateBackupNode request, Job job, ApiError error, Transaction transaction) {
    transaction.afterCommit(() -> trials.drop(job.uuid()));
  }
}
