package org.strongroom.server.imagebackup.discovery;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.RegisteredNodeTable.REGISTERED_NODE;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.upkeep.Rescan;
import org.strongroom.server.backupstorage.upkeep.RescanReport.Kind;
import org.strongroom.server.backupstorage.upkeep.StorageRescan;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.imagebackup.record.BackupNode;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.server.imagebackup.record.OvaSummary;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/** OVAs, when a backup node is looked through: as DiscoverBackupNode does it. */
public final class NodeRescan implements StorageRescan {
  private final Database database;
  private final BackupRows rows;
  private final Discoveries discoveries;

  public NodeRescan(Database database, BackupRows rows, Discoveries discoveries) {
    this.database = database;
    this.rows = rows;
    this.discoveries = discoveries;
  }

  @Override
  public void run(Rescan rescan) throws StorageException {
    String storage = rescan.storage().uuid();
    Optional<BackupNode> node =
        database.read(sql ->
            sql.selectFrom(REGISTERED_NODE)
                .where(REGISTERED_NODE.UUID.eq(storage))
                .fetchOptional(BackupNode::of));
    if (node.isPresent()) {
      look(node.get(), rescan);
    }
  }

  private void look(BackupNode node, Rescan rescan) throws StorageException {
    long before = rows.now();
    Map<String, BackupRow> backups = new HashMap<>();
    Map<String, Long> known = new HashMap<>();
    Set<String> passedOver =
        new HashSet<>(database.read(sql -> Discoveries.beingRemoved(node.storageUuid(), sql)));
    for (BackupRow backup :
        database.read(sql -> rows.all(IMAGE_BACKUP.STORAGE_UUID.eq(node.storageUuid()), sql))) {
      String path = path(backup);
      if (!backup.status().settled()) {
        passedOver.add(path);
      } else {
        backups.put(path, backup);
        if (backup.status() == BackupStatus.AVAILABLE) {
          known.put(path, backup.size());
        }
      }
    }
    passedOver.forEach(path -> rescan.explain(top(path)));
    List<FoundOva> found = new NodeScan(rescan.driver(), known, passedOver, rescan.job()).run();
    found.forEach(ova -> rescan.explain(top(ova.path())));
    if (rescan.dryRun()) {
      found.stream()
          .filter(ova -> ova.isSound() && !backups.containsKey(ova.path()))
          .forEach(ova -> adopted(ova.path(), null, ova, rescan));
    } else {
      record(node, found, before, rescan);
    }
    tell(found, backups, rescan);
  }

  private void record(BackupNode node, List<FoundOva> found, long before, Rescan rescan)
      throws StorageException {
    List<String> added =
        database.write(transaction ->
            discoveries.record(
                node.storageUuid(),
                node.projectUuid(),
                new FoundOva.Findings(found),
                before,
                rescan.job().call(),
                transaction));
    Map<String, FoundOva> byPath = new HashMap<>();
    found.forEach(ova -> byPath.put(ova.path(), ova));
    for (String uuid : added) {
      rescan.breathe();
      Optional<String> path = database.read(sql -> rows.find(uuid, sql)).map(NodeRescan::path);
      if (path.isPresent() && rescan.driver().stat(StoragePath.of(path.get())).isEmpty()) {
        database.write(transaction -> {
          discoveries.forget(uuid, transaction); // deleted while it was looked at
          return uuid;
        });
      } else if (path.isPresent()) {
        adopted(path.get(), uuid, byPath.get(path.get()), rescan);
      }
    }
  }

  private static void adopted(
      String path, @Nullable String uuid, @Nullable FoundOva ova, Rescan rescan) {
    OvaSummary summary = ova == null ? null : ova.summary();
    rescan
        .report()
        .add(
            Kind.ADOPTED,
            path,
            uuid,
            summary == null ? null : summary.name(),
            ova == null ? 0 : ova.size(),
            null);
  }

  /** What is broken without being known, and what is known without being there. */
  private static void tell(List<FoundOva> found, Map<String, BackupRow> backups, Rescan rescan) {
    Set<String> there = new HashSet<>();
    for (FoundOva ova : found) {
      there.add(ova.path());
      if (!ova.isSound() && !backups.containsKey(ova.path())) {
        rescan.report().add(Kind.UNKNOWN, ova.path(), null, null, ova.size(), ova.broken());
      }
    }
    backups.forEach((path, backup) -> {
      if (!path.isEmpty() && !there.contains(path)) {
        rescan
            .report()
            .add(
                Kind.MISSING,
                path,
                backup.uuid(),
                backup.name(),
                backup.size(),
                "its file is missing");
      }
    });
  }

  private static String path(BackupRow backup) {
    return backup.ova().map(ova -> ova.path().toString()).orElse("");
  }

  private static String top(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }
}
