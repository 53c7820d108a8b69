package org.strongroom.storage.driver.sftp.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CountedOutputTest {
  /** As many as there are processors for virtual threads, and none of them ever waits. */
  @Test
  @Timeout(60)
  void transfersThatNeverWaitLetRequestsOn() throws InterruptedException {
    var served = new CountDownLatch(1);
    int processors = Runtime.getRuntime().availableProcessors();
    var under = new CountDownLatch(processors);
    List<Thread> transfers = new ArrayList<>();
    for (int i = 0; i < processors; i++) {
      transfers.add(
          Thread.ofVirtual()
              .start(() -> {
                under.countDown();
                transfer(served);
              }));
    }
    under.await();
    Thread.ofVirtual().start(served::countDown);
    served.await();
    for (Thread transfer : transfers) {
      transfer.join();
    }
  }

  private static void transfer(CountDownLatch served) {
    byte[] packet = new byte[32 << 10];
    try (var output = new CountedOutput(OutputStream.nullOutputStream(), new Traffic())) {
      while (served.getCount() > 0) {
        output.write(packet, 0, packet.length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
