package org.strongroom.server.job;

/** How far a job is; written by its steps, read by anybody. */
public final class JobProgress {
  private volatile String step = "";
  private volatile long done;
  private volatile long total = -1;
  private volatile long most = -1;

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
