package org.strongroom.storage.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.WriteTrial;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.testing.S3Server;

/** A store that never comes to an end, which would fill the memory of whoever believes it. */
final class EndlessStoreTest {
  private static final long MUCH = 1L << 30;

  private final Connections connections = Connections.toLoopback();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger pages = new AtomicInteger();
  private HttpServer server;
  private Bucket bucket;
  private int status = 200;
  private boolean listsWithoutEnd;
  private boolean tellsLengths = true;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    bucket =
        connections.open(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            "bucket-1",
            new S3Server.Login("key", "secret"));
  }

  @AfterEach
  void stop() throws IOException {
    bucket.close();
    server.stop(0);
    connections.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("HEAD") && tellsLengths) {
        exchange.getResponseHeaders().set("Content-Length", "54");
        exchange.getResponseHeaders().set("ETag", "\"any\"");
      }
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(200, -1);
      } else if (listsWithoutEnd) {
        byte[] page =
            ("<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>%d"
                    + "</NextContinuationToken></ListBucketResult>")
                .formatted(pages.incrementAndGet())
                .getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      } else {
        exchange.sendResponseHeaders(status, MUCH);
        pour(exchange.getResponseBody());
      }
    }
  }

  private void pour(OutputStream out) throws IOException {
    byte[] block = new byte[1 << 16];
    java.util.Arrays.fill(block, (byte) ' ');
    for (long done = 0; done < MUCH; done += block.length) {
      out.write(block);
      sent.addAndGet(block.length);
    }
  }

  @Test
  void aProbeThatComesBackWithoutEndIsNotItself() {
    assertThatThrownBy(new WriteTrial(bucket)::run)
        .isInstanceOfSatisfying(
            BucketException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_KEPT));
    assertThat(sent.get()).isLessThan(64L << 20);
  }

  @Test
  void aListWithoutEndIsGivenUp() {
    assertThatThrownBy(() -> bucket.list("", object -> true, 10))
        .isInstanceOf(BucketException.class);
    assertThat(sent.get()).isLessThan(MUCH / 4);
  }

  @Test
  void anErrorWithoutEndIsGivenUp() {
    status = 403;
    assertThatThrownBy(new WriteTrial(bucket)::run).isInstanceOf(BucketException.class);
    assertThat(sent.get()).isLessThan(MUCH / 4);
  }

  @Test
  void pagesWithoutEndAreGivenUp() {
    listsWithoutEnd = true;
    assertThatThrownBy(() -> bucket.list("", object -> true, 10))
        .hasMessageContaining("too much to be listed");
    assertThat(pages.get()).isLessThan(1100);
  }

  @Test
  void anAnswerThatTellsNoLengthIsAnError() {
    tellsLengths = false;
    assertThatThrownBy(() -> bucket.head("object"))
        .isInstanceOf(BucketException.class)
        .hasMessageContaining("neither size nor ETag of 'object'");
  }
}
