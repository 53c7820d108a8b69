package org.strongroom.server.imagebackup.discovery;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupnode.DiscoverBackupNode;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.imagebackup.discovery.FoundOva.Findings;
import org.strongroom.server.imagebackup.record.BackupNode;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.server.imagebackup.record.NodeChoice;
import org.strongroom.server.imagebackup.record.Reasons;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/**
 * DiscoverBackupNode: each sound OVA on the node has an image backup afterwards. A node that can
 * not be looked through is an error (BS.1500), never a zero.
 */
public final class DiscoverBackupNodeJob
    implements JobDefinition<DiscoverBackupNode, DiscoverBackupNode.Reply> {
  private static final String PROJECT = "project";
  private static final String FINDINGS = "findings";
  private static final String BEFORE = "before";
  private static final String NEW = "new";

  private final Database database;
  private final BackupRows rows;
  private final StorageRules rules;
  private final ReadyStorages storages;
  private final Discoveries discoveries;

  public DiscoverBackupNodeJob(
      Database database,
      BackupRows rows,
      StorageRules rules,
      ReadyStorages storages,
      Discoveries discoveries) {
    this.database = database;
    this.rows = rows;
    this.rules = rules;
    this.storages = storages;
    this.discoveries = discoveries;
  }

  @Override
  public Class<DiscoverBackupNode> operation() {
    return DiscoverBackupNode.class;
  }

  @Override
  public Start accept(DiscoverBackupNode request, Call call, Transaction transaction) {
    BackupNode node = NodeChoice.numbered(request.id(), call.caller(), transaction.sql());
    try {
      rules.require(node.storageUuid(), Purpose.INSPECT, transaction);
    } catch (ApiException e) {
      throw new ApiException(unavailable(request, e.error()));
    }
    return new Start(node.storageUuid(), Map.of(PROJECT, node.projectUuid()));
  }

  @Override
  public List<Step<DiscoverBackupNode>> steps() {
    return List.of(
        Step.of("scan", this::scan),
        Step.of("record", this::record),
        Step.of("confirm", this::confirm));
  }

  private void scan(DiscoverBackupNode request, Job job)
      throws StorageException, InterruptedException {
    String storage = job.resourceUuid();
    ReadyStorages.Ready node = storages.await(storage, Purpose.INSPECT, job);
    // read before the node is: what is changed from here on is not judged by what was seen
    List<BackupRow> backups =
        database.read(sql -> rows.all(IMAGE_BACKUP.STORAGE_UUID.eq(storage), sql));
    Map<String, Long> known = new HashMap<>();
    Set<String> passedOver =
        new HashSet<>(database.read(sql -> Discoveries.beingRemoved(storage, sql)));
    for (BackupRow backup : backups) {
      String path = backup.ova().map(ova -> ova.path().toString()).orElse("");
      if (backup.status() == BackupStatus.AVAILABLE) {
        known.put(path, backup.size());
      } else if (!backup.status().settled()) {
        passedOver.add(path);
      }
    }
    job.remember(BEFORE, Long.toString(rows.now()));
    job.remember(
        FINDINGS, new Findings(new NodeScan(node.driver(), known, passedOver, job).run()).json());
  }

  private void record(DiscoverBackupNode request, Job job) {
    Findings findings = findings(job);
    long before = Long.parseLong(job.recall(BEFORE).orElseThrow());
    List<String> added =
        job.lease()
            .write(transaction ->
                discoveries.record(
                    job.resourceUuid(),
                    job.recall(PROJECT).orElseThrow(),
                    findings,
                    before,
                    job.call(),
                    transaction));
    job.remember(NEW, String.join(",", added));
  }

  private static Findings findings(Job job) {
    return Findings.parse(job.recall(FINDINGS).orElseThrow());
  }

  /** A file may have been deleted after it was seen and before its row was written. */
  private void confirm(DiscoverBackupNode request, Job job)
      throws StorageException, InterruptedException {
    String added = job.recall(NEW).orElse("");
    if (added.isEmpty()) {
      return;
    }
    ReadyStorages.Ready node = storages.await(job.resourceUuid(), Purpose.INSPECT, job);
    List<String> gone = new ArrayList<>();
    for (String uuid : added.split(",", -1)) {
      job.checkStopped();
      StoragePath path =
          database
              .read(sql -> rows.find(uuid, sql))
              .flatMap(BackupRow::ova)
              .map(BackupRow.OvaPlace::path)
              .orElse(StoragePath.ROOT);
      if (!path.segments().isEmpty() && node.driver().stat(path).isEmpty()) {
        gone.add(uuid);
      }
    }
    job.lease()
        .write(transaction -> {
          gone.forEach(uuid -> discoveries.forget(uuid, transaction));
          return true;
        });
  }

  @Override
  public DiscoverBackupNode.Reply complete(
      DiscoverBackupNode request, Job job, Transaction transaction) {
    return discoveries.reply(job.resourceUuid(), findings(job), transaction.sql());
  }

  @Override
  public void abandon(
      DiscoverBackupNode request, Job job, ApiError error, Transaction transaction) {
    // What was recorded is true, and stays.
  }

  @Override
  public ApiError failure(DiscoverBackupNode request, ApiError cause) {
    return Reasons.isStop(cause) ? cause : unavailable(request, cause);
  }

  private static ApiError unavailable(DiscoverBackupNode request, ApiError cause) {
    return cause.within(
        ErrorCode.CANNOT_CONNECT,
        "backup node %d is unavailable, so its OVAs can not be found".formatted(request.id()));
  }
}
