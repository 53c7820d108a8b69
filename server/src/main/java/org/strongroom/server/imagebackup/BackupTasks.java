package org.strongroom.server.imagebackup;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.imagebackup.GetImageBackupTask;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.api.inventory.ImageBackupTaskInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.imagebackup.importing.LookStep;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobState;

/** How far tasks on image backups are. */
final class BackupTasks {
  private final Database database;
  private final BackupRows rows;
  private final JobEngine jobs;
  private final Map<String, Integer> steps;

  /**
   * Tells of the jobs of these definitions.
   *
   * @param definitions whose jobs are tasks on image backups
   */
  BackupTasks(
      Database database, BackupRows rows, JobEngine jobs, List<JobDefinition<?, ?>> definitions) {
    this.database = database;
    this.rows = rows;
    this.jobs = jobs;
    this.steps =
        definitions.stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    definition -> definition.operation().getSimpleName(),
                    definition -> definition.steps().size()));
  }

  /** Another project's task is as one that is not there. */
  InventoryReply<ImageBackupTaskInventory> show(GetImageBackupTask request, Caller caller) {
    return database.read(sql -> {
      Record job =
          Optional.ofNullable(
                  sql.select(JOB.fields()).from(JOB).where(JOB.UUID.eq(request.uuid())).fetchOne())
              .filter(row -> steps.containsKey(row.get(JOB.OPERATION)))
              .filter(row -> isSeenBy(caller, row, sql))
              .orElseThrow(() -> ApiException.notFound(ResourceType.LONG_JOB, request.uuid()));
      return new InventoryReply<>(inventory(job, sql));
    });
  }

  /** What became of a deleted image backup is for who deleted it. */
  private boolean isSeenBy(Caller caller, Record job, DSLContext sql) {
    String backup = job.get(JOB.RESOURCE_UUID);
    return rows.find(backup, sql).isPresent()
        ? rows.visible(backup, caller, sql).isPresent()
        : caller.accountUuid().equals(job.get(JOB.ACCOUNT_UUID));
  }

  private ImageBackupTaskInventory inventory(Record job, DSLContext sql) {
    String uuid = job.get(JOB.UUID);
    JobState state = JobState.of(job.get(JOB.STATE));
    String backup = job.get(JOB.RESOURCE_UUID);
    return new ImageBackupTaskInventory(
        uuid,
        rows.find(backup, sql).map(BackupRow::uuid).orElse(null),
        job.get(JOB.OPERATION),
        status(state),
        percent(job, state),
        state == JobState.RUNNING ? job.get(JOB.STEP_NAME) : null,
        Instant.ofEpochMilli(job.get(JOB.CREATED)),
        Optional.ofNullable(job.get(JOB.FINISHED)).map(Instant::ofEpochMilli).orElse(null),
        jobs.failure(job).map(ApiError::inOneLine).orElse(null),
        images(job, backup, sql));
  }

  private static String status(JobState state) {
    return switch (state) {
      case RUNNING, CANCELING -> "running";
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
      case CANCELED -> "canceled";
    };
  }

  /** Of all steps together, so that it never goes back. */
  private int percent(Record job, JobState state) {
    if (state == JobState.SUCCEEDED) {
      return 100;
    }
    int all = steps.getOrDefault(job.get(JOB.OPERATION), 1);
    int percent =
        jobs.progress(job.get(JOB.UUID))
            .map(progress -> progress.percentOf(all))
            .orElse(job.get(JOB.STEP) * 100 / all);
    return Math.min(99, percent);
  }

  /** The images that an import has made, or is making. */
  private List<String> images(Record job, String backup, DSLContext sql) {
    if (!job.get(JOB.OPERATION).equals(ImportImageBackup.class.getSimpleName())) {
      return List.of();
    }
    int disks = rows.find(backup, sql).map(BackupRow::diskCount).orElse(0);
    List<String> made =
        IntStream.range(0, disks)
            .mapToObj(order -> LookStep.imageUuid(job.get(JOB.UUID), order))
            .toList();
    List<String> there =
        sql.select(IMAGE.UUID).from(IMAGE).where(IMAGE.UUID.in(made)).fetch(IMAGE.UUID);
    return made.stream().filter(there::contains).toList();
  }
}
