package org.strongroom.server.job;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.Optional;
import org.jooq.Record;

/** How far a job is; written by its steps, read by anybody. */
public final class JobProgress {
  private volatile Point now = new Point(0, "", 0, -1);
  private volatile long most = -1;

  /** As the node that runs the job told last. */
  static JobProgress of(Record row) {
    JobProgress progress = new JobProgress();
    progress.step(row.get(JOB.STEP), Optional.ofNullable(row.get(JOB.STEP_NAME)).orElse(""));
    progress.advance(
        Optional.ofNullable(row.get(JOB.PROGRESS_DONE)).orElse(0L),
        Optional.ofNullable(row.get(JOB.PROGRESS_TOTAL)).orElse(-1L));
    return progress;
  }

  /** A step begins. */
  synchronized void step(int number, String name) {
    now = new Point(number, name, 0, -1);
  }

  /** What the present step does now has another name, and is counted anew. */
  public synchronized void step(String name) {
    now = new Point(now.number, name, 0, -1);
  }

  /** Bytes, or whatever the step counts; a negative total is unknown. */
  public synchronized void advance(long done, long total) {
    now = new Point(now.number, now.step, done, total);
    most = Math.max(most, done);
  }

  public String step() {
    return now.step;
  }

  public long done() {
    return now.done;
  }

  /** The most bytes that a step has moved; negative if none tells. */
  long most() {
    return most;
  }

  public long total() {
    return now.total;
  }

  /** Whole percents of the present step, 0 while the total is unknown. */
  public int percent() {
    return now.percent();
  }

  /** Whole percents of so many steps, each of which counts the same. */
  public int percentOf(int steps) {
    Point point = now;
    return (point.number * 100 + point.percent()) / steps;
  }

  /** What belongs together, so that nobody sees one step's number with another's bytes. */
  private record Point(int number, String step, long done, long total) {
    int percent() {
      return total <= 0 ? 0 : (int) Math.min(100, done * 100.0 / total);
    }
  }
}
