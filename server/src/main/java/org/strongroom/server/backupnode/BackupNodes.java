package org.strongroom.server.backupnode;

import static org.strongroom.server.catalog.storage.RegisteredNodeTable.REGISTERED_NODE;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.strongroom.api.QueryReply;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupstorage.BackupStorages;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.job.JobEngine;

/** All that belongs to backup nodes, put together. */
public final class BackupNodes {
  private final BackupStorages storages;
  private final StorageParts parts;
  private final NodeDirectory directory;
  private final ServerData serverData;
  private volatile NodeContents contents = NodeContents.NONE;
  private volatile DefaultBuckets buckets = DefaultBuckets.ANY;

  /**
   * Puts the parts together.
   *
   * @param directory {@code node.directory} of the configuration: where a node keeps its files,
   *     relative to the home of its log-in unless absolute
   * @param dataDirectory where this server keeps its own data
   */
  public BackupNodes(BackupStorages storages, String directory, Path dataDirectory) {
    this.storages = storages;
    this.parts = storages.parts();
    this.directory = new NodeDirectory(directory);
    this.serverData = new ServerData(dataDirectory.toAbsolutePath());
    storages.veto(new NodeRules(parts.neighbours()));
  }

  /** Who keeps image backups. */
  public void contents(NodeContents newContents) {
    contents = newContents;
  }

  /** Who registers buckets. */
  public void defaultBuckets(DefaultBuckets newBuckets) {
    buckets = newBuckets;
  }

  /** Takes on the operations of backup nodes, except discovering. */
  public void register(OperationRegistry operations, JobEngine jobs) {
    operations.answer(QueryBackupNode.class, this::find);
    DefaultBuckets current = (name, project, sql) -> buckets.check(name, project, sql);
    ShownPassword shown = new ShownPassword(new SecureRandom());
    operations.job(new RegisterNode(parts, directory, serverData, current, shown), jobs);
    operations.job(new UpdateNode(parts, current, shown), jobs);
    operations.job(
        new DeregisterNode(
            parts, storages.removal(), () -> contents, new Uninstall(parts, serverData)),
        jobs);
  }

  private QueryReply<BackupNodeInventory> find(QueryBackupNode request, Caller caller) {
    return parts
        .database()
        .read(sql ->
            parts
                .queries()
                .findFor(
                    caller.limitedTo(),
                    sql,
                    BackupNodeInventory.class,
                    request.query(),
                    ProjectScope.seenBy(caller, REGISTERED_NODE.PROJECT_UUID)));
  }
}
