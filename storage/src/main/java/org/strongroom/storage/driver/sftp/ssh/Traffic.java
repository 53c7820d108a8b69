package org.strongroom.storage.driver.sftp.ssh;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What moves on one connection. An answer queues behind the connection's own transfers, which takes
 * minutes on a slow line: a server that is sending something meanwhile is alive, and one that is
 * silent for as long as an answer may take is not. The library's keep-alives do not count: they
 * show that sshd lives, not what it serves.
 */
public final class Traffic {
  /** More than all requests and answers under way on one connection: none queues behind more. */
  private static final long LONGEST_QUEUE = 64L << 20;

  private final AtomicLong moved = new AtomicLong();
  private volatile long heard = System.nanoTime();

  void sent(int bytes) {
    moved.addAndGet(bytes);
  }

  void received(int bytes) {
    moved.addAndGet(bytes);
    heard = System.nanoTime();
  }

  /** Since the server sent something on one of the channels. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heard);
  }

  /**
   * Begins to wait for an answer.
   *
   * @param time how long the server may be silent, and keep the answer back if nothing else
   *     explains it
   */
  public Patience patience(Duration time) {
    return new Patience(time.toNanos());
  }

  /** How much longer an answer is worth waiting for. */
  public final class Patience {
    private final long time;
    private final long begun = System.nanoTime();
    private final long movedBefore = moved.get();

    private Patience(long time) {
      this.time = time;
    }

    /** Nanoseconds after which to ask again; none or fewer if the answer will not come any more. */
    public long left() {
      long now = System.nanoTime();
      if (now - begun >= time && moved.get() - movedBefore > LONGEST_QUEUE) {
        return 0;
      }
      long lastSign = Math.max(heard - begun, 0) + begun;
      return time - (now - lastSign);
    }
  }
}
