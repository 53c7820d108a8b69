package org.strongroom.server.image;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.record.CopyRemoval;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.image.record.ImageSettings;

/**
 * Expunges copies that have been deleted for longer than {@code image/expungePeriod}, every {@code
 * image/expungeInterval}. A change of either counts at once.
 */
public final class ExpungeSchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ExpungeSchedule.class);
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final int AT_ONCE = 1000;

  private final Database database;
  private final ImageRows rows;
  private final CopyRemoval removal;
  private final ImageSettings settings;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("expunge-timer").daemon().factory());
  private long last = System.nanoTime();

  ExpungeSchedule(Database database, ImageRows rows, CopyRemoval removal, ImageSettings settings) {
    this.database = database;
    this.rows = rows;
    this.removal = removal;
    this.settings = settings;
  }

  public void start() {
    timer.scheduleWithFixedDelay(
        this::glance, GLANCE.toMillis(), GLANCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void glance() {
    try {
      if (System.nanoTime() - last >= settings.expungeInterval().toNanos()) {
        last = System.nanoTime();
        run();
      }
    } catch (RuntimeException e) {
      log.error("deleted images could not be expunged", e);
    }
  }

  /** Expunges what is due now. */
  void run() {
    if (settings.deletionPolicy() == DeletionPolicy.NEVER) {
      return;
    }
    long before = rows.now() - settings.expungePeriod().toMillis();
    Call call = Call.bySystem("expunge schedule");
    List<String> images;
    do {
      images = database.read(sql -> rows.deletedBefore(before, AT_ONCE, sql));
      images.forEach(image -> expunge(image, before, call));
    } while (images.size() == AT_ONCE);
  }

  private void expunge(String image, long before, Call call) {
    database.write(transaction -> {
      ImageRows.lock(List.of(image), transaction);
      List<ImageCopy> due =
          rows.copies(image, transaction.sql()).stream()
              .filter(copy ->
                  copy.is(ImageRows.DELETED)
                      && copy.deleted().filter(deleted -> deleted <= before).isPresent())
              .toList();
      removal.remove(due, "image expunged", call, transaction);
      return due;
    });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
