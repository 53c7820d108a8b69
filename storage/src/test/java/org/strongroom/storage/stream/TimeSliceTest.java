package org.strongroom.storage.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

class TimeSliceTest {
  /**
   * As many streams as there are processors for virtual threads, and none of them ever waits.
   * Often, because it is chance which of them run on one thread of the system.
   */
  @RepeatedTest(200)
  @Timeout(60)
  void streamsThatNeverWaitLetRequestsOn() throws InterruptedException {
    var served = new CountDownLatch(1);
    int processors = Runtime.getRuntime().availableProcessors();
    var under = new CountDownLatch(processors);
    List<Thread> streams = new ArrayList<>();
    for (int i = 0; i < processors; i++) {
      streams.add(Thread.ofVirtual().start(() -> stream(under, served)));
    }
    under.await();
    Thread.ofVirtual().start(served::countDown);
    try {
      served.await();
    } finally {
      served.countDown();
    }
    for (Thread stream : streams) {
      stream.join();
    }
  }

  private static void stream(CountDownLatch under, CountDownLatch served) {
    under.countDown();
    var slice = new TimeSlice();
    while (served.getCount() > 0) {
      slice.used(32 << 10);
    }
  }
}
