package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupstorage.RescanBackupStorage;
import org.strongroom.api.backupstorage.RescanBackupStorage.Reply;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.upkeep.LiveWrites;
import org.strongroom.server.backupstorage.upkeep.Rescan;
import org.strongroom.server.backupstorage.upkeep.RescanReport;
import org.strongroom.server.backupstorage.upkeep.RescanReport.Kind;
import org.strongroom.server.backupstorage.upkeep.StorageRescan;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/**
 * Looks through a storage. Each service looks at its own in a step; what then is left at the top of
 * the directory is nobody's. What a step found is remembered when it ends; one that was cut off
 * begins again, and what it took in before is there already.
 */
final class RescanStorage implements JobDefinition<RescanBackupStorage, Reply> {
  private static final String REPORT = "report";
  private static final String EXPLAINED = "explained";
  private static final String SNAPSHOTS = "volumeSnapshots";

  private final StorageParts parts;
  private final StorageRemoval removal;
  private final List<StorageRescan> services;

  RescanStorage(StorageParts parts, StorageRemoval removal, List<StorageRescan> services) {
    this.parts = parts;
    this.removal = removal;
    this.services = services;
  }

  @Override
  public Class<RescanBackupStorage> operation() {
    return RescanBackupStorage.class;
  }

  @Override
  public Start accept(RescanBackupStorage request, Call call, Transaction transaction) {
    StorageRow storage = new StorageRules().require(request.uuid(), Purpose.INSPECT, transaction);
    if (removal.isUnderWay(storage, transaction.sql())) {
      throw ApiException.busy(storage.label() + " is being deleted");
    }
    return new Start(storage.uuid(), Map.of(REPORT, new RescanReport().json()));
  }

  @Override
  public List<Step<RescanBackupStorage>> steps() {
    List<Step<RescanBackupStorage>> steps = new ArrayList<>();
    for (StorageRescan service : services) {
      steps.add(
          Step.of("look through " + steps.size(), (request, job) -> look(request, job, service)));
    }
    steps.add(Step.of("look at the rest", (request, job) -> look(request, job, this::rest)));
    return steps;
  }

  private void look(RescanBackupStorage request, Job job, StorageRescan service) {
    StorageRow storage = parts.database().read(sql -> StorageRows.require(job.resourceUuid(), sql));
    new StorageRules().check(storage, Purpose.INSPECT);
    Rescan rescan =
        new Rescan(
            storage,
            parts.drivers().of(storage),
            job,
            request.dryRun(),
            request.verify(),
            RescanReport.parse(job.recall(REPORT).orElseThrow()),
            new LiveWrites(parts.database(), parts.clock()));
    job.recall(EXPLAINED)
        .filter(names -> !names.isEmpty())
        .ifPresent(names -> List.of(names.split("/", -1)).forEach(rescan::explain));
    try {
      StorageMarker.verify(rescan.driver(), storage);
      service.run(rescan);
    } catch (StorageException e) {
      throw new ApiException(
          ErrorCode.CANNOT_CONNECT, "%s: %s".formatted(storage.label(), e.getMessage()));
    }
    job.remember(EXPLAINED, String.join("/", rescan.explained()));
    job.remember(REPORT, rescan.report().json());
  }

  /** What lies at the top of the directory and nobody looked at. */
  private void rest(Rescan rescan) throws StorageException {
    Set<String> known = new HashSet<>(rescan.explained());
    known.add(StorageMarker.PATH.name());
    known.addAll(beingRemoved(rescan.storage()));
    if (holdsSnapshots(rescan.storage())) {
      known.add(SNAPSHOTS);
    }
    for (StorageEntry entry : rescan.driver().list(StoragePath.ROOT)) {
      if (!known.contains(entry.path().name())) {
        rescan.breathe();
        rescan.unknown(entry, null);
      }
    }
  }

  private Set<String> beingRemoved(StorageRow storage) {
    return parts
        .database()
        .read(sql ->
            sql.select(GARBAGE.PATH)
                .from(GARBAGE)
                .where(GARBAGE.BACKUP_STORAGE_UUID.eq(storage.uuid()))
                .and(GARBAGE.PATH.notContains("/"))
                .fetchSet(GARBAGE.PATH));
  }

  private boolean holdsSnapshots(StorageRow storage) {
    return parts
        .database()
        .read(sql ->
            sql.fetchExists(
                VOLUME_SNAPSHOT_COPY, VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storage.uuid())));
  }

  @Override
  public Reply complete(RescanBackupStorage request, Job job, Transaction transaction) {
    RescanReport report = RescanReport.parse(job.recall(REPORT).orElseThrow());
    return new Reply(
        job.resourceUuid(),
        request.dryRun(),
        report.findings(Kind.ADOPTED),
        report.findings(Kind.MISSING),
        report.findings(Kind.UNKNOWN),
        report.findings(Kind.LEFTOVER));
  }

  @Override
  public void abandon(
      RescanBackupStorage request, Job job, ApiError error, Transaction transaction) {
    // What was taken in is true, and stays.
  }
}
