package org.strongroom.storage.source.guard;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.strongroom.storage.stream.BlockFilter;

/**
 * Ends a transfer that others wait for and whose other side sends or takes less than {@value
 * #BYTES_PER_SECOND} bytes a second over a while: idle times do not bound it, as each byte begins
 * them anew. As long as nobody waits a transfer may be as slow as it is. A watching virtual thread
 * cuts the connection.
 */
public final class LeastRate implements AutoCloseable {
  public static final long BYTES_PER_SECOND = 4096;
  public static final Duration USUAL_WHILE = Duration.ofMinutes(1);

  private static final int SAMPLES = 12;

  private final Duration over;
  private final BooleanSupplier wanted;
  private final Runnable cut;
  private final Thread watcher;
  private volatile long bytes;
  private volatile boolean waiting;
  private volatile boolean tooSlow;

  /**
   * Begins to watch.
   *
   * @param over the while
   * @param wanted whether others wait for the transfer's turn
   * @param cut ends a read or write that waits for the other side
   */
  public LeastRate(Duration over, BooleanSupplier wanted, Runnable cut) {
    this.over = over;
    this.wanted = wanted;
    this.cut = cut;
    this.watcher = Thread.ofVirtual().name("least rate").start(this::watch);
  }

  /** What waits for the other side: a transfer is cut only in the middle of it. */
  public interface Passing {
    /** Passes bytes and tells how many; a negative number is none. */
    int pass() throws IOException;
  }

  /**
   * Lets bytes pass.
   *
   * @throws IOException that says why, if the transfer was cut
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread passes them
  public int pass(Passing passing) throws IOException {
    waiting = true;
    try {
      int passed = passing.pass();
      bytes += Math.max(0, passed);
      return passed;
    } catch (IOException e) {
      if (tooSlow) {
        throw new IOException(
            "less than %d bytes a second passed for %d s while others waited"
                .formatted(BYTES_PER_SECOND, over.toSeconds()),
            e);
      }
      throw e;
    } finally {
      waiting = false;
    }
  }

  /** The stream, whose reads are watched. */
  public InputStream watched(InputStream in) {
    return new BlockFilter(in) {
      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        return pass(() -> in.read(target, offset, count));
      }
    };
  }

  private void watch() {
    long[] samples = new long[SAMPLES];
    long least = BYTES_PER_SECOND * over.toMillis() / 1000;
    for (long count = 0; !Thread.currentThread().isInterrupted(); count++) {
      int place = (int) (count % SAMPLES);
      if (count >= SAMPLES && waiting && bytes - samples[place] < least && wanted.getAsBoolean()) {
        tooSlow = true;
        cut.run();
        return;
      }
      samples[place] = bytes;
      LockSupport.parkNanos(over.toNanos() / SAMPLES);
    }
  }

  /** Watches no more. */
  @Override
  public void close() {
    watcher.interrupt();
  }
}
