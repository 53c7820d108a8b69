package org.strongroom.storage.driver.layer;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * A rate that many threads share: bytes are granted one after another in the order in which they
 * are asked for, and each waits for its turn on a line that is so fast. Thread-safe.
 */
public final class Bandwidth {
  /** Bytes that are granted at once: small enough that no wait is long, at any rate of use. */
  static final int PIECE = 64 << 10;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier bytesPerSecond;
  private final Time time;

  /** When what was granted so far has crossed the line. */
  private long freeAt;

  /** Where time comes from, and how it is waited for. */
  public interface Time {
    /** The time of this process. */
    Time SYSTEM =
        new Time() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public void pause(long nanos) throws InterruptedException {
            Thread.sleep(Duration.ofNanos(nanos));
          }
        };

    long nanos();

    void pause(long nanos) throws InterruptedException;
  }

  /**
   * @param bytesPerSecond asked anew all the time; 0 is no limit
   */
  public Bandwidth(LongSupplier bytesPerSecond, Time time) {
    this.bytesPerSecond = bytesPerSecond;
    this.time = time;
    this.freeAt = time.nanos();
  }

  boolean isLimited() {
    return bytesPerSecond.getAsLong() > 0;
  }

  /**
   * Waits until so many more bytes, at most {@link #PIECE}, may go.
   *
   * @throws StorageException FAILED if the thread is interrupted meanwhile
   */
  void take(int bytes) throws StorageException {
    long turn = turn(bytes);
    try {
      // In short pieces: the limit may be lifted meanwhile.
      for (long left = turn - time.nanos(); left > 0 && isLimited(); left = turn - time.nanos()) {
        time.pause(Math.min(left, SECOND));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.FAILED, "interrupted while waiting for bandwidth", e);
    }
  }

  /** When the bytes may go; those after them later by as long as they take. */
  private synchronized long turn(int bytes) {
    long now = time.nanos();
    long rate = bytesPerSecond.getAsLong();
    if (rate <= 0) {
      freeAt = now;
      return now;
    }
    long turn = freeAt - now > 0 ? freeAt : now;
    freeAt = turn + (long) (bytes * (double) SECOND / rate);
    return turn;
  }
}
