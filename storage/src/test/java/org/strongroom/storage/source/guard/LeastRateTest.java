package org.strongroom.storage.source.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transfers that crawl while others wait. */
@Timeout(60)
class LeastRateTest {
  private static final Duration OVER = Duration.ofMillis(240);

  /** A byte now and then, for ever, until it is cut. */
  private static final class Trickle extends InputStream {
    private final CountDownLatch cut = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
      try {
        if (cut.await(5, java.util.concurrent.TimeUnit.MILLISECONDS)) {
          throw new IOException("closed");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return 1;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      target[offset] = (byte) read();
      return 1;
    }
  }

  @Test
  void whatTricklesIsCutOnceOthersWait() {
    var others = new AtomicBoolean();
    var trickle = new Trickle();
    try (var rate = new LeastRate(OVER, others::get, trickle.cut::countDown)) {
      InputStream in = rate.watched(trickle);
      long until = System.nanoTime() + 3 * OVER.toNanos();
      assertThatThrownBy(
              () -> {
                byte[] bytes = new byte[100];
                while (in.read(bytes) > 0) {
                  if (System.nanoTime() > until) {
                    others.set(true);
                  }
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("less than 4096 bytes a second")
          .hasMessageContaining("while others waited");
      assertThat(others).isTrue();
    }
  }

  @Test
  void timeInWhichNothingIsAskedOfTheOtherSideDoesNotCount() throws Exception {
    var cut = new CountDownLatch(1);
    var asked = new AtomicBoolean();
    try (var out = new PipedOutputStream();
        var in = new PipedInputStream(out);
        var rate =
            new LeastRate(
                OVER,
                () -> {
                  asked.set(true);
                  return true;
                },
                cut::countDown)) {
      out.write(1);
      assertThat(rate.watched(in).read()).isEqualTo(1);
      Awaitility.await().pollDelay(OVER.multipliedBy(3)).until(() -> true);
      assertThat(asked).isFalse();
      assertThat(cut.getCount()).isEqualTo(1);
    }
  }
}
