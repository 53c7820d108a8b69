package org.strongroom.e2e.content;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.strongroom.e2e.material.Uuids;
import org.strongroom.testing.HttpGate;

/**
 * Stands before an object store and holds uploads of images, each at another of its calls: whoever
 * kills the server then kills all of them, each at a place of its own.
 */
final class HeldUploads implements AutoCloseable {
  private final HttpGate gate;
  private final List<String> images = new ArrayList<>();
  private final AtomicInteger held = new AtomicInteger();
  private volatile CountDownLatch over = new CountDownLatch(1);

  HeldUploads(URI store) {
    gate = new HttpGate(store);
  }

  URI endpoint() {
    return gate.endpoint();
  }

  /** Others than before are held now. */
  void begin() {
    images.clear();
    held.set(0);
    over = new CountDownLatch(1);
  }

  /** The images. */
  List<String> images() {
    return images;
  }

  /**
   * Names an image one of whose calls is held: every second one when the store has done what it was
   * asked for, the others before it hears of it.
   *
   * @param call which one, from 1
   */
  String image(int call) {
    String uuid = Uuids.random();
    images.add(uuid);
    CountDownLatch end = over;
    gate.answerNth(
        ".*" + uuid + ".*",
        call,
        exchange -> {
          if (call % 2 == 0) {
            gate.forward(exchange);
          }
          hold(exchange, end);
        });
    return uuid;
  }

  private void hold(HttpExchange exchange, CountDownLatch end) throws IOException {
    held.incrementAndGet();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("nobody waits any more for " + HttpGate.shown(exchange));
  }

  /** Waits until all are held. */
  void awaitAll() {
    await().atMost(Duration.ofMinutes(2)).until(() -> held.get() == images.size());
  }

  /** Holds nothing any more. */
  void release() {
    over.countDown();
  }

  @Override
  public void close() {
    release();
    gate.close();
  }
}
