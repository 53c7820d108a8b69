package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.BucketUseTable.BUCKET_USE;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.catalog.Database;

/**
 * Takes away what jobs that are over have left in buckets, as soon as the stores can be reached.
 * Every node does it; twice does no harm.
 */
final class BucketJanitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BucketJanitor.class);
  private static final Duration ROUND = Duration.ofMinutes(1);
  private static final int AT_ONCE = 100;

  private final Database database;
  private final UploadRows rows;
  private final BucketUploads uploads;
  private final BucketGarbage garbage;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("bucket-janitor").daemon().factory());

  BucketJanitor(Database database, UploadRows rows, BucketUploads uploads, BucketGarbage garbage) {
    this.database = database;
    this.rows = rows;
    this.uploads = uploads;
    this.garbage = garbage;
  }

  void start() {
    timer.scheduleWithFixedDelay(
        this::quietly, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void quietly() {
    try {
      run();
    } catch (RuntimeException e) {
      log.error("buckets could not be cleaned up", e);
    }
  }

  /** Cleans up now what can be. */
  void run() {
    garbage.collect();
    for (UploadRow row : rows.abandoned(AT_ONCE)) {
      try {
        uploads.takeBack(row, row.unwanted(), () -> rows.requireAbandoned(row));
      } catch (IOException | RuntimeException e) {
        log.warn(
            "what is left of the upload of '{}' could not be removed and is tried again: {}",
            row.object().key(),
            e.getMessage());
      }
    }
    database.write(transaction ->
        transaction
            .sql()
            .deleteFrom(BUCKET_USE)
            .where(BucketRows.runs(BUCKET_USE.JOB_UUID).not())
            .execute());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
