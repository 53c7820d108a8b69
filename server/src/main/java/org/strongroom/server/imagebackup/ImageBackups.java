package org.strongroom.server.imagebackup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.api.imagebackup.ResetImageBackup;
import org.strongroom.api.imagebackup.UpdateImageBackup;
import org.strongroom.server.backupstorage.Garbage;
import org.strongroom.server.backupstorage.Reservations;
import org.strongroom.server.backupstorage.StorageDrivers;
import org.strongroom.server.backupstorage.StorageRules;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.query.Queries;
import org.strongroom.server.tag.TagService;

/** Everything about image backups, put together. */
public final class ImageBackups {
  private final BackupChanges changes;
  private final List<JobDefinition<?, ?>> jobs = new ArrayList<>();

  public ImageBackups(Parts parts) {
    BackupRows rows = new BackupRows(parts.clock());
    changes = new BackupChanges(parts.database(), rows, parts.queries(), parts.events());
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
      Executor hashing) {}

  /** Tells which operations are carried out here. */
  public void register(OperationRegistry operations) {
    operations.answer(QueryImageBackup.class, changes::query);
    operations.change(UpdateImageBackup.class, changes::update);
    operations.change(ResetImageBackup.class, changes::reset);
    jobs.forEach(operations::job);
  }

  /** Tells the engine how to go on with the jobs of an earlier process. Before it starts. */
  public void register(JobEngine engine) {
    jobs.forEach(engine::register);
  }
}
