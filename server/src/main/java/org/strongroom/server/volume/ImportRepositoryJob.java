package org.strongroom.server.volume;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.api.repository.ImportRepository;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.backupstorage.upkeep.RescanReport;
import org.strongroom.server.backupstorage.upkeep.RescanReport.Kind;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.job.UnfinishedJobs;
import org.strongroom.server.volume.repository.CleanUps;
import org.strongroom.server.volume.repository.Measured;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.RepositoryException;

/**
 * ImportRepository: its password goes into the vault, its disks into the catalog. One that was cut
 * off keeps what it has taken in, and may be given again.
 */
final class ImportRepositoryJob implements JobDefinition<ImportRepository, ImportRepository.Reply> {
  private static final String REPORT = "report";
  private static final String FOREIGN = "foreign";

  private final VolumeParts parts;
  private final ReadyStorages storages;
  private final Repositories repositories;
  private final RepositoryRoom room;

  ImportRepositoryJob(
      VolumeParts parts, ReadyStorages storages, Repositories repositories, RepositoryRoom room) {
    this.parts = parts;
    this.storages = storages;
    this.repositories = repositories;
    this.room = room;
  }

  @Override
  public Class<ImportRepository> operation() {
    return ImportRepository.class;
  }

  @Override
  public Start accept(ImportRepository request, Call call, Transaction transaction) {
    StorageRow storage = parts.rules().require(request.uuid(), Purpose.TRANSFER, transaction);
    if (CleanUps.hasRepository(storage.uuid(), transaction.sql())) {
      throw known(storage);
    }
    boolean running =
        UnfinishedJobs.of(ImportRepository.class, storage.uuid(), transaction.sql()).isPresent();
    if (running) {
      throw ApiException.busy(
          "the repository on %s is being taken over already".formatted(storage.label()));
    }
    return new Start(storage.uuid(), Map.of(REPORT, new RescanReport().json()));
  }

  private static ApiException known(StorageRow storage) {
    return ApiException.refused(
        "%s has a repository, whose password is known: RescanBackupStorage takes in what the catalog lacks"
            .formatted(storage.label()));
  }

  @Override
  public List<Step<ImportRepository>> steps() {
    return List.of(Step.of("open", this::open), Step.of("take in", this::takeIn));
  }

  private void open(ImportRepository request, Job job) throws Exception {
    ReadyStorages.Ready ready = storages.await(request.uuid(), Purpose.GO_ON, job);
    opened(request, ready, job).close();
    if (request.dryRun()) {
      return;
    }
    Measured measured = room.measure(request.uuid(), ready.driver());
    boolean kept =
        job.lease()
            .write(transaction -> {
              boolean took = repositories.take(request.uuid(), request.password(), transaction);
              if (took) {
                room.account(request.uuid(), measured, transaction);
              }
              return took;
            });
    if (!kept) {
      throw known(ready.storage());
    }
  }

  /** Every refusal says what to do. */
  private Repository opened(ImportRepository request, ReadyStorages.Ready ready, Job job)
      throws IOException {
    StorageRow storage = ready.storage();
    StorageDriver driver = ready.driver();
    try {
      return repositories.openWith(request.password(), driver, job.uuid());
    } catch (RepositoryException e) {
      throw switch (e.reason()) {
        case NO_REPOSITORY ->
            ApiException.refused(
                "%s has no restic repository in its directory 'repository': move one there, or let the first BackupVolume make one"
                    .formatted(storage.label()));
        case WRONG_PASSWORD ->
            ApiException.refused(
                "the password opens no key of the repository on %s: 'restic -r … key list' tells with which it opens"
                    .formatted(storage.label()));
        default ->
            ApiException.refused(
                "the repository on %s is not taken over: %s; 'restic -r … check' tells more"
                    .formatted(storage.label(), e.getMessage()));
      };
    }
  }

  private void takeIn(ImportRepository request, Job job) throws Exception {
    ReadyStorages.Ready ready = storages.await(request.uuid(), Purpose.GO_ON, job);
    RescanReport report = RescanReport.parse(job.recall(REPORT).orElseThrow());
    try (Repository repository = opened(request, ready, job)) {
      var intake =
          new RepositoryIntake(parts, ready.storage(), repository, job, request.dryRun(), report);
      boolean foreign = intake.all(repository.generations());
      job.remember(FOREIGN, Boolean.toString(foreign));
    }
    room.rememberMeasured(request.uuid(), ready.driver(), job);
    job.remember(REPORT, report.json());
  }

  @Override
  public ImportRepository.Reply complete(
      ImportRepository request, Job job, Transaction transaction) {
    RescanReport report = RescanReport.parse(job.recall(REPORT).orElseThrow());
    if (!request.dryRun()) {
      StorageRow storage = parts.rules().require(request.uuid(), Purpose.INSPECT, transaction);
      boolean foreign = job.recall(FOREIGN).map(Boolean::parseBoolean).orElse(true);
      Repositories.taken(storage.uuid(), foreign, transaction);
      room.account(storage.uuid(), RepositoryRoom.measured(job).orElseThrow(), transaction);
      parts
          .events()
          .write(
              new Event(
                  ResourceType.BACKUP_STORAGE,
                  storage.uuid(),
                  storage.name(),
                  "RepositoryImported",
                  null,
                  null,
                  "%d volume snapshots".formatted(report.findings(Kind.ADOPTED).count())),
              job.call(),
              transaction);
    }
    return new ImportRepository.Reply(
        request.uuid(),
        request.dryRun(),
        report.findings(Kind.ADOPTED),
        report.findings(Kind.UNKNOWN));
  }

  @Override
  public void abandon(ImportRepository request, Job job, ApiError error, Transaction transaction) {
    // What was taken in is true, and stays; the call may be given again.
  }
}
