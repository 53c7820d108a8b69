package org.strongroom.storage.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.testing.S3Server;

/** Stores that answer to do harm. */
class HostileStoreTest {
  private static final S3Server.Login LOGIN = new S3Server.Login("key", "the very secret");

  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void anAnswerWithoutEndFillsNoMemory() throws IOException {
    assertFails(
        call -> {
          call.sendResponseHeaders(200, 0);
          byte[] block =
              "<Contents><Key>a</Key></Contents>".repeat(1000).getBytes(StandardCharsets.UTF_8);
          call.getResponseBody().write("<ListBucketResult>".getBytes(StandardCharsets.UTF_8));
          while (true) {
            call.getResponseBody().write(block);
          }
        },
        bucket -> bucket.list("", object -> true, 10),
        Reason.FAILED);
  }

  @Test
  void redirectsAreNotFollowed() throws IOException {
    assertFails(
        call -> {
          call.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data/");
          call.sendResponseHeaders(307, -1);
        },
        bucket -> bucket.list("", object -> true, 10),
        Reason.FAILED);
    assertThat(calls).hasValue(1);
  }

  @Test
  void entitiesAreNotFetchedNorMultiplied() throws IOException {
    String bomb =
        "<!DOCTYPE a [<!ENTITY x SYSTEM"
            + " \"file:///etc/passwd\">]><Error><Code>&x;</Code><Message>&x;</Message></Error>";
    assertFails(
        call -> {
          call.sendResponseHeaders(400, bomb.length());
          call.getResponseBody().write(bomb.getBytes(StandardCharsets.UTF_8));
        },
        bucket -> bucket.list("", object -> true, 10),
        Reason.FAILED);
  }

  /**
   * Whoever deletes has made sure that nobody else needs the object: that does not hold for ever.
   */
  @Test
  void aDeletionThatIsNotAnsweredIsGivenUp() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    assertFails(
        call -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        bucket -> bucket.delete("object", Duration.ofMillis(300)),
        Reason.UNREACHABLE);
    over.countDown();
  }

  /** What a test asks of the store. */
  private interface Asking {
    void ask(Bucket bucket) throws IOException;
  }

  private void assertFails(HttpHandler answer, Asking asking, Reason reason) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", call -> counted(call, answer));
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (Connections connections = Connections.toLoopback();
        Bucket bucket = connections.open(endpoint, "bucket", LOGIN)) {
      BucketConformance.assertFails(() -> asking.ask(bucket), reason);
      assertThatThrownBy(() -> asking.ask(bucket))
          .satisfies(e ->
              assertThat(BucketConformance.everythingTold(e))
                  .doesNotContain("the very secret")
                  .doesNotContain("root:"));
      calls.decrementAndGet();
    } finally {
      server.stop(0);
    }
  }

  private void counted(HttpExchange call, HttpHandler answer) throws IOException {
    calls.incrementAndGet();
    try (call) {
      answer.handle(call);
    }
  }
}
