package org.strongroom.server.imagebackup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.strongroom.api.imagebackup.GetImageBackupTask;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.api.imagebackup.ResetImageBackup;
import org.strongroom.api.imagebackup.UpdateImageBackup;
import org.strongroom.server.backupnode.NodeContents;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.backupstorage.upkeep.StorageContent;
import org.strongroom.server.backupstorage.upkeep.StorageRescan;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.copy.FileLife;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.ImageGroups;
import org.strongroom.server.image.ImageMaking;
import org.strongroom.server.imagebackup.discovery.DiscoverBackupNodeJob;
import org.strongroom.server.imagebackup.discovery.Discoveries;
import org.strongroom.server.imagebackup.discovery.NodeRescan;
import org.strongroom.server.imagebackup.importing.FinishStep;
import org.strongroom.server.imagebackup.importing.ImportImageBackupJob;
import org.strongroom.server.imagebackup.importing.ImportSource;
import org.strongroom.server.imagebackup.importing.ImportTargets;
import org.strongroom.server.imagebackup.importing.LookStep;
import org.strongroom.server.imagebackup.importing.UnpackStep;
import org.strongroom.server.imagebackup.record.BackupChanges;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.NodeChoice;
import org.strongroom.server.imagebackup.record.RunningTasks;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.query.Queries;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.transfer.ImageTransfer;

/** Everything about image backups, put together. */
public final class ImageBackups {
  private final BackupChanges changes;
  private final BackupTasks tasks;
  private final NodeImageBackups onNodes;
  private final OvaContent content;
  private final StorageRescan rescan;
  private final List<JobDefinition<?, ?>> jobs = new ArrayList<>();

  public ImageBackups(Parts parts) {
    BackupRows rows = new BackupRows(parts.clock());
    Database database = parts.database();
    changes = new BackupChanges(database, rows, parts.queries(), parts.events());
    ReadyStorages storages = new ReadyStorages(database, parts.drivers(), parts.rules());
    content = new OvaContent(database, rows, parts.events(), parts.clock());
    onNodes =
        new NodeImageBackups(
            rows, new RunningTasks(database, rows, parts.jobs()), parts.tags(), parts.events());
    jobs.add(export(parts, rows, storages));
    jobs.add(importing(parts, rows, storages));
    jobs.add(deletion(parts, rows));
    jobs.add(uploading(parts, rows, storages));
    jobs.add(downloading(parts, rows, storages));
    tasks = new BackupTasks(database, rows, parts.jobs(), List.copyOf(jobs));
    Discoveries discoveries = new Discoveries(rows, parts.reservations(), parts.events());
    jobs.add(new DiscoverBackupNodeJob(database, rows, parts.rules(), storages, discoveries));
    rescan = new NodeRescan(database, rows, discoveries);
  }

  /** Looks for OVAs when a storage is looked through. */
  public StorageRescan rescan() {
    return rescan;
  }

  /** The OVAs on nodes, to be verified with all that lies there. */
  public StorageContent content() {
    return content;
  }

  private ExportImageBackupJob export(Parts parts, BackupRows rows, ReadyStorages storages) {
    FileLife life = life(parts, storages);
    return new ExportImageBackupJob(
        rows,
        parts.images(),
        new NodeChoice(parts.rules(), parts.reservations()),
        life,
        new OnwardUpload(storages, parts.buckets()),
        parts.tags(),
        parts.events(),
        changes,
        new PackStep(parts.images(), life, parts.hashing()));
  }

  private static FileLife life(Parts parts, ReadyStorages storages) {
    return new FileLife(storages, parts.reservations(), parts.garbage(), "unfinished image backup");
  }

  private ImportImageBackupJob importing(Parts parts, BackupRows rows, ReadyStorages storages) {
    ImportSource source =
        new ImportSource(
            parts.database(), rows, storages, parts.rules(), parts.buckets(), parts.hashing());
    ImportTargets targets = new ImportTargets(parts.rules(), parts.reservations());
    return new ImportImageBackupJob(
        rows,
        parts.rules(),
        parts.reservations(),
        source,
        parts.making(),
        parts.buckets(),
        parts.tags(),
        changes,
        List.of(
            new LookStep(parts.database(), rows, source, targets, parts.making()),
            new UnpackStep(source, storages, parts.reservations(), parts.making()),
            new FinishStep(storages, parts.making())));
  }

  private UploadImageBackupJob uploading(Parts parts, BackupRows rows, ReadyStorages storages) {
    return new UploadImageBackupJob(
        rows,
        storages,
        parts.rules(),
        new OnwardUpload(storages, parts.buckets()),
        parts.buckets(),
        changes);
  }

  private DownloadImageBackupJob downloading(Parts parts, BackupRows rows, ReadyStorages storages) {
    return new DownloadImageBackupJob(
        parts.database(),
        rows,
        new NodeChoice(parts.rules(), parts.reservations()),
        life(parts, storages),
        parts.buckets(),
        new ImageTransfer(parts.hashing()),
        changes);
  }

  private static DeleteImageBackupJob deletion(Parts parts, BackupRows rows) {
    return new DeleteImageBackupJob(
        parts.database(),
        rows,
        new RunningTasks(parts.database(), rows, parts.jobs()),
        parts.rules(),
        parts.garbage(),
        parts.buckets(),
        parts.tags(),
        parts.events());
  }

  /**
   * What image backups stand on.
   *
   * @param hashing a small pool of platform threads
   */
  public record Parts(
      Database database,
      JobEngine jobs,
      Queries queries,
      EventLog events,
      TagService tags,
      InstantSource clock,
      StorageDrivers drivers,
      StorageRules rules,
      Reservations reservations,
      Garbage garbage,
      Executor hashing,
      ImageGroups images,
      ImageMaking making,
      Buckets buckets) {}

  /** What becomes of image backups when their node goes. */
  public NodeContents onNodes() {
    return onNodes;
  }

  /** Tells which operations are carried out here. */
  public void register(OperationRegistry operations) {
    operations.answer(QueryImageBackup.class, changes::query);
    operations.answer(GetImageBackupTask.class, tasks::show);
    operations.change(UpdateImageBackup.class, changes::update);
    operations.change(ResetImageBackup.class, changes::reset);
    jobs.forEach(operations::job);
  }

  /** Tells the engine how to go on with the jobs of an earlier process. Before it starts. */
  public void register(JobEngine engine) {
    jobs.forEach(engine::register);
  }
}
