package org.strongroom.server.backupstorage.upkeep;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Holds a reader to a rate, by letting it wait after what it has read. */
final class Pace {
  private static final long MOST = Duration.ofSeconds(1).toNanos();

  private final LongSupplier bytesPerSecond;
  private long last = System.nanoTime();
  private long owed;

  /**
   * @param bytesPerSecond asked anew all the time; 0 is no limit
   */
  Pace(LongSupplier bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Waits until so many more bytes may be read; ends early when the thread is interrupted. */
  void after(long bytes) {
    long rate = bytesPerSecond.getAsLong();
    long now = System.nanoTime();
    owed = Math.max(0, owed - (now - last));
    last = now;
    if (rate <= 0) {
      owed = 0;
      return;
    }
    owed += (long) (bytes * 1e9 / rate);
    try {
      // in short pieces: the rate may be raised meanwhile, and a silent reader looks dead
      Thread.sleep(Duration.ofNanos(Math.min(owed, MOST)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
