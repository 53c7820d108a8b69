package org.strongroom.server.volume.disk;

import org.strongroom.server.job.Job;
import org.strongroom.storage.repository.work.WorkListener;

/** Tells a job how far its work on a repository is, and the work when it is to stop. */
public record WorkProgress(Job job) implements WorkListener {
  @Override
  public void progress(long done, long total) {
    job.checkStopped();
    job.progress().advance(done, total);
  }

  @Override
  public void waitsFor(String holder) {
    job.checkStopped();
    job.progress().step("waiting for " + holder);
  }
}
