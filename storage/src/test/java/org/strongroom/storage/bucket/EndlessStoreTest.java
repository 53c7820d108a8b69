package org.strongroom.storage.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strongroom.testing.S3Server;

/** A store whose lists never come to an end, which would hold up whoever believes it. */
final class EndlessStoreTest {
  private final Connections connections = Connections.toLoopback();
  private final AtomicInteger pages = new AtomicInteger();
  private HttpServer server;
  private Bucket bucket;

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
      byte[] page =
          ("<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>%d"
                  + "</NextContinuationToken></ListBucketResult>")
              .formatted(pages.incrementAndGet())
              .getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  @Test
  void pagesWithoutEndAreGivenUp() {
    assertThatThrownBy(() -> bucket.list("", object -> true, 10))
        .hasMessageContaining("too much to be listed");
    assertThat(pages.get()).isLessThan(1100);
  }
}
