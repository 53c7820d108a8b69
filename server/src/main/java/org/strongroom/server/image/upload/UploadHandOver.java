package org.strongroom.server.image.upload;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.job.JobEngine;

/** Gives jobs of this node that wait for an upload to the nodes that have it. */
public final class UploadHandOver implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(UploadHandOver.class);
  private static final Duration EVERY = Duration.ofMillis(400);

  private final Uploads uploads;
  private final UploadWishes wishes;
  private final JobEngine jobs;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("upload-timer").daemon().factory());

  public UploadHandOver(Uploads uploads, UploadWishes wishes, JobEngine jobs) {
    this.uploads = uploads;
    this.wishes = wishes;
    this.jobs = jobs;
  }

  /** Listens to other nodes from now on, if there can be any. */
  public void start() {
    if (!jobs.alone()) {
      timer.scheduleWithFixedDelay(
          this::tryToAnswer, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tryToAnswer() {
    try {
      wishes.ofOthers().forEach(this::answer);
    } catch (RuntimeException e) {
      log.warn("uploads at other nodes have to wait: {}", e.getMessage());
    }
  }

  private void answer(UploadWishes.Wish wish) {
    wishes
        .jobHere(wish)
        .ifPresent(job -> {
          if (!uploads.leave(wish.imageUuid(), () -> jobs.handOver(job, wish.nodeUuid()))) {
            wishes.refuse(wish);
          }
        });
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
