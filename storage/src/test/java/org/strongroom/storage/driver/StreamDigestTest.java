package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class StreamDigestTest {
  /** Every request is on a virtual thread: while files are hashed they would get no processor. */
  @Test
  void moreDigestsThanProcessorsLeaveThemToOthers() throws Exception {
    AtomicBoolean served = new AtomicBoolean();
    int processors = Runtime.getRuntime().availableProcessors();
    Set<Integer> underWay = ConcurrentHashMap.newKeySet();
    List<Future<String>> digests = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2 * processors; i++) {
        int number = i;
        digests.add(
            threads.submit(() ->
                StreamDigest.of(
                    zerosUntil(served), DigestAlgorithm.SHA256, done -> underWay.add(number))));
      }
      try {
        await().until(() -> underWay.size() >= processors);
        threads.submit(() -> served.set(true));
        await().untilTrue(served);
        assertThat(digests).allSatisfy(each -> assertThat(each.get()).hasSize(64));
      } finally {
        served.set(true);
      }
    }
  }

  private static InputStream zerosUntil(AtomicBoolean over) {
    return new InputStream() {
      @Override
      public int read() {
        return over.get() ? -1 : 0;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return over.get() ? -1 : length;
      }
    };
  }
}
