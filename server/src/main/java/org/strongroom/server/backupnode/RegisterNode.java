package org.strongroom.server.backupnode;

import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.ResourceType;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.access.AddRequests;
import org.strongroom.server.backupstorage.access.HostAddress;
import org.strongroom.server.backupstorage.access.NewStorage;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/**
 * Registers a backup node: a storage that is Connecting, without a number; then the server is
 * looked at without changing anything there, its host key pinned, its directory made and marked;
 * then it is a node with a number. If that fails, nothing stays in the catalog or on the server.
 */
final class RegisterNode
    implements JobDefinition<RegisterBackupNode, InventoryReply<BackupNodeInventory>> {
  private final StorageParts parts;
  private final NodeDirectory directory;
  private final DefaultBuckets buckets;
  private final ShownPassword shownPassword;
  private final List<Step<RegisterBackupNode>> steps;

  RegisterNode(
      StorageParts parts,
      NodeDirectory directory,
      ServerData serverData,
      DefaultBuckets buckets,
      ShownPassword shownPassword) {
    this.parts = parts;
    this.directory = directory;
    this.buckets = buckets;
    this.shownPassword = shownPassword;
    this.steps = List.of(new LookStep(parts, directory, serverData), new LayOutStep(parts));
  }

  @Override
  public Class<RegisterBackupNode> operation() {
    return RegisterBackupNode.class;
  }

  @Override
  public Start accept(RegisterBackupNode request, Call call, Transaction transaction) {
    String project = ProjectScope.ofNew(call.caller(), request.projectUuid());
    Ssh ssh = ssh(request);
    String bucket = request.cosDefault() == null ? "" : request.cosDefault();
    if (!bucket.isEmpty()) {
      buckets.check(bucket, project, transaction.sql());
    }
    parts.neighbours().takeTurn(transaction);
    NodeUniqueness.checkAddress("", ssh.host(), ssh.port(), call.caller(), transaction);
    String uuid = parts.addition().insert(storage(request, ssh), call, transaction);
    transaction
        .sql()
        .insertInto(BACKUP_NODE)
        .set(BACKUP_NODE.STORAGE_UUID, uuid)
        .set(BACKUP_NODE.PROJECT_UUID, project)
        .set(BACKUP_NODE.SHOWN_PASSWORD, shownPassword.next())
        .set(BACKUP_NODE.COS_DEFAULT, bucket.isEmpty() ? null : bucket)
        .set(BACKUP_NODE.CREATED, parts.clock().millis())
        .execute();
    return new Start(uuid, Map.of());
  }

  static Ssh ssh(RegisterBackupNode request) {
    return new Ssh(
        HostAddress.checked(request.accessIp()),
        request.sshPort(),
        AddRequests.user(request.userId()),
        new SshSecret.Password(request.password()),
        AddRequests.knownHost(request.hostKeyFingerprint()),
        false);
  }

  /** Its directory is known only when the server was looked at. */
  private NewStorage storage(RegisterBackupNode request, Ssh ssh) {
    return new NewStorage(
        request.displayName(),
        null,
        StorageType.SFTP,
        directory.text(),
        Optional.of(ssh),
        false,
        false,
        NewResource.unnamed());
  }

  @Override
  public List<Step<RegisterBackupNode>> steps() {
    return steps;
  }

  @Override
  public InventoryReply<BackupNodeInventory> complete(
      RegisterBackupNode request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    long number = NodeNumbers.next(transaction);
    transaction
        .sql()
        .update(BACKUP_NODE)
        .set(BACKUP_NODE.NUMBER, number)
        .set(BACKUP_NODE.HOST_NAME, job.recall(LayOutStep.HOST_NAME).orElse(ssh(request).host()))
        .set(BACKUP_NODE.MADE_DIRECTORY, job.recall(LookStep.MADE).orElse(null))
        .set(BACKUP_NODE.REGISTERED, parts.clock().millis())
        .where(BACKUP_NODE.STORAGE_UUID.eq(uuid))
        .execute();
    Event registered =
        new Event(
            ResourceType.BACKUP_STORAGE,
            uuid,
            request.displayName(),
            "Registered",
            null,
            "backup node " + number,
            null);
    parts.events().write(registered, job.call(), transaction);
    parts.status().change(uuid, StorageStatus.CONNECTED, null, job.call(), transaction);
    return NodeReplies.of(uuid, parts, transaction);
  }

  @Override
  public void abandon(
      RegisterBackupNode request, Job job, ApiError error, Transaction transaction) {
    StorageRows.find(job.resourceUuid(), transaction.sql())
        .ifPresent(
            storage -> parts.addition().remove(storage, error.details(), job.call(), transaction));
    transaction.afterCommit(() -> parts.drivers().close(job.resourceUuid()));
  }
}
