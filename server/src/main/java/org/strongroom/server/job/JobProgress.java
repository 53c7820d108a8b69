package org.strongroom.server.job;

import static org.strongroom.server.catalog.JobTable.JOB;

import java.util.Optional;
import org.jooq.Record;

/** How far a job is; written by its steps, read by anybody. */
public final class JobProgress {
  private volatile String step = "";
  private volatile long done;
  private volatile long total = -1;
  private volatile long most = -1;

  /** As the node that runs the job told last. */
  static JobProgress of(Record row) {
    JobProgress progress = new JobProgress();
    progress.step(Optional.ofNullable(row.get(JOB.STEP_NAME)).orElse(""));
    progress.advance(
        Optional.ofNullable(row.get(JOB.PROGRESS_DONE)).orElse(0L),
        Optional.ofNullable(row.get(JOB.PROGRESS_TOTAL)).orElse(-1L));
    return progress;
  }

  public void step(String name) {
    step = name;
    done = 0;
    total = -1;
  }

  /** Bytes, or whatever the step counts; a negative total is unknown. */
  public void advance(long doneNow, long totalNow) {
    done = doneNow;
    total = totalNow;
    most = Math.max(most, doneNow);
  }

  public String step() {
    return step;
  }

  public long done() {
    return done;
  }

  /** The most bytes that a step has moved; negative if none tells. */
  long most() {
    return most;
  }

  public long total() {
    return total;
  }

  /** Whole percents of the present step, 0 while the total is unknown. */
  public int percent() {
    long all = total;
    return all <= 0 ? 0 : (int) Math.min(100, done * 100.0 / all);
  }
}
