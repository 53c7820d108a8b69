package org.strongroom.storage.driver.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;

/** By a clock that goes on only when somebody waits. */
class BandwidthTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int MIB = 1 << 20;
  private static final StoragePath FILE = StoragePath.of("file");

  private final OwnTime time = new OwnTime();
  private long rate = MIB;
  private final Bandwidth bandwidth = new Bandwidth(() -> rate, time);

  @TempDir Path directory;

  private static final class OwnTime implements Bandwidth.Time {
    private long now = Long.MAX_VALUE - 5; // wraps round, as the time of a process may

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void pause(long nanos) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      assertThat(nanos).isBetween(1L, SECOND);
      now += nanos;
    }
  }

  private long nanosOf(Work work) throws Exception {
    long start = time.now;
    work.run();
    return time.now - start;
  }

  private interface Work {
    void run() throws Exception;
  }

  @Test
  void whatIsWrittenAndReadTakesAsLongAsTheRateSays() throws Exception {
    byte[] bytes = new byte[4 * MIB];
    bytes[3 * MIB + 1] = 7;
    // All but the last piece has crossed the line when the last one goes.
    long four = 4 * SECOND - SECOND * Bandwidth.PIECE / MIB;
    try (var driver = new SlowedDriver(new FileSystemDriver(directory), bandwidth)) {
      assertThat(
              nanosOf(() -> {
                try (AtomicWrite write = driver.create(FILE, "0".repeat(32), bytes.length)) {
                  write.write(bytes, 0, bytes.length);
                  write.commit();
                }
              }))
          .isEqualTo(four);
      time.now += 10 * SECOND; // what nobody used is not saved up
      assertThat(
              nanosOf(() -> {
                try (InputStream stream = driver.read(FILE, 0)) {
                  assertThat(stream.readAllBytes()).isEqualTo(bytes);
                }
              }))
          .isBetween(four, 4 * SECOND);
      time.now += 10 * SECOND;
      assertThat(
              nanosOf(() -> {
                var all = ByteBuffer.allocate(bytes.length);
                try (ByteSource source = driver.open(FILE)) {
                  assertThat(source.size()).isEqualTo(bytes.length);
                  while (all.hasRemaining()) {
                    source.read(all.position(), all);
                  }
                }
                assertThat(all.array()).isEqualTo(bytes);
              }))
          .isEqualTo(four);
    }
  }

  @Test
  void severalShareOneRateAndALimitThatIsLiftedHoldsNobody() throws Exception {
    assertThat(
            nanosOf(() -> {
              for (int i = 0; i < 16; i++) {
                bandwidth.take(Bandwidth.PIECE);
              }
            }))
        .isEqualTo(SECOND * 15 / 16);
    rate = 0;
    assertThat(nanosOf(() -> bandwidth.take(Bandwidth.PIECE))).isZero();
    rate = 1024; // a minute for each piece: begins anew
    assertThat(nanosOf(() -> bandwidth.take(Bandwidth.PIECE))).isZero();
    assertThat(nanosOf(() -> bandwidth.take(1))).isEqualTo(64 * SECOND);
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() throws Exception {
    bandwidth.take(Bandwidth.PIECE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> bandwidth.take(1)).isInstanceOf(StorageException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
