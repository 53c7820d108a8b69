package org.strongroom.server.volume.repository;

import java.time.Duration;
import org.strongroom.api.ApiException;
import org.strongroom.server.job.Job;
import org.strongroom.storage.repository.work.WorkListener;

/** Tells a job how far its clean-up is, and waits for others only so long. */
public final class CleaningProgress implements WorkListener {
  private final Job job;
  private final Duration patience;
  private long waitsSince;
  private boolean waits;

  /**
   * @param patience with others who hold a lock, each time
   */
  public CleaningProgress(Job job, Duration patience) {
    this.job = job;
    this.patience = patience;
  }

  @Override
  public void marks(int generation, int generations) {
    goOn();
    if (generation == 1) {
      job.progress().step("mark");
    }
    job.progress().advance(generation, generations);
  }

  @Override
  public void progress(long done, long total) {
    goOn();
    if (!job.progress().step().equals("move")) {
      job.progress().step("move");
    }
    job.progress().advance(done, total);
  }

  private void goOn() {
    job.checkStopped();
    waits = false;
  }

  @Override
  public void waitsFor(String holder) {
    job.checkStopped();
    if (!waits) {
      waits = true;
      waitsSince = System.nanoTime();
    }
    if (System.nanoTime() - waitsSince >= patience.toNanos()) {
      throw ApiException.busy(
          "the repository is in use for longer than %d seconds: %s"
              .formatted(patience.toSeconds(), holder));
    }
    job.progress().step("waiting for " + holder);
  }
}
