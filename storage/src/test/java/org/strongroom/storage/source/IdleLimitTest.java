package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class IdleLimitTest {
  @Test
  void aReadThatHangsIsCut() throws IOException {
    var cut = new CountDownLatch(1);
    var hanging =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            try {
              cut.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return -1;
          }
        };
    try (var limit = new IdleLimit(hanging, Duration.ofMillis(50), cut::countDown, "the image")) {
      assertThatThrownBy(limit::read)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("the image");
    }
  }

  @Test
  void whatComesPassesThrough() throws IOException {
    byte[] bytes = {1, 2, 3};
    try (var limit =
        new IdleLimit(
            new ByteArrayInputStream(bytes), Duration.ofSeconds(10), () -> {}, "the image")) {
      assertThat(limit.readAllBytes()).isEqualTo(bytes);
    }
  }
}
