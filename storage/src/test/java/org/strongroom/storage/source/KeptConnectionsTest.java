package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** Calls over connections that are kept, to a server that does with them what it likes. */
class KeptConnectionsTest {
  /** What the server does with a request of a connection that has had others. */
  private enum Next {
    ANSWERED,
    CLOSED,
    SILENT
  }

  private static final byte[] BODY = "0123456789".repeat(30_000).getBytes(StandardCharsets.UTF_8);

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private volatile Next next = Next.ANSWERED;
  private volatile int longer;
  private ServerSocket server;
  private GuardedHttp http;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
    http = keeping(Duration.ofMinutes(1));
  }

  private static GuardedHttp keeping(Duration unused) {
    try {
      return GuardedHttp.keeping(
          new AddressGuard(List.of(Network.parse("127.0.0.0/8"))),
          new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(1)),
          SSLContext.getDefault(),
          unused);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    http.close();
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        int number = connections.incrementAndGet();
        open.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client, number));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket client, int number) {
    try (client) {
      InputStream in = client.getInputStream();
      for (int count = 0; ; count++) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        requests.add(number + " " + head.substring(0, head.indexOf(' ')));
        if (count > 0 && next == Next.CLOSED) {
          return;
        }
        if (count > 0 && next == Next.SILENT) {
          in.read(); // until the caller has had enough
          return;
        }
        in.readNBytes(length(head));
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\nok"
                    .formatted(2 + longer)
                    .getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The caller has closed it.
    } finally {
      open.decrementAndGet();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int one = in.read();
      if (one < 0) {
        return "";
      }
      head.append((char) one);
    }
    return head.toString();
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
        .findFirst()
        .orElse(0);
  }

  private HttpReply send(String method, Map<String, String> headers, byte[] body)
      throws IOException {
    return http.send(
        new HttpCall(
            method,
            URI.create("http://127.0.0.1:" + server.getLocalPort() + "/x"),
            headers,
            body.length == 0
                ? Optional.empty()
                : Optional.of(new HttpBody(body.length, () -> new ByteArrayInputStream(body)))));
  }

  private void call(String method, byte[] body) throws IOException {
    try (HttpReply reply = send(method, Map.of(), body)) {
      assertThat(reply.body().readAllBytes()).asString().isEqualTo("ok");
    }
  }

  @Test
  void callsGoOverOneConnectionButThoseThatCannotBeMadeTwice() throws IOException {
    call("GET", new byte[0]);
    call("PUT", BODY);
    call("DELETE", new byte[0]);
    call("POST", BODY);
    call("GET", new byte[0]);
    send("PUT", Map.of("If-None-Match", "*"), BODY).close();
    assertThat(requests).containsExactly("1 GET", "1 PUT", "1 DELETE", "2 POST", "1 GET", "3 PUT");
  }

  @Test
  void aCallOverAConnectionThatTheServerClosesIsMadeOnceMore() throws IOException {
    call("GET", new byte[0]);
    next = Next.CLOSED;
    call("PUT", BODY);
    call("GET", new byte[0]);
    assertThat(requests).containsExactly("1 GET", "1 PUT", "2 PUT", "3 GET");
  }

  @Test
  void aKeptConnectionThatDoesNotAnswerEndsTheCallAsAnyOther() throws IOException {
    call("GET", new byte[0]);
    next = Next.SILENT;
    assertThatThrownBy(() -> call("GET", new byte[0])).isInstanceOf(SocketTimeoutException.class);
    call("GET", new byte[0]); // over a new one
    assertThat(requests).containsExactly("1 GET", "1 GET", "2 GET");
  }

  /** There are stores that do, and say nothing of how long it is. */
  @Test
  void theBodyOfAnAnswerToHeadIsNotTakenForTheNextAnswer() throws IOException {
    send("HEAD", Map.of(), new byte[0]).close();
    call("GET", new byte[0]);
    send("HEAD", Map.of(), new byte[0]).close();
    call("PUT", BODY);
    assertThat(requests).containsExactly("1 HEAD", "1 GET", "2 GET", "3 HEAD", "3 PUT", "4 PUT");
  }

  @Test
  void anAnswerThatIsNotReadToItsEndTakesItsConnectionWithIt() throws IOException {
    longer = 1 << 30;
    try (HttpReply reply = send("GET", Map.of(), new byte[0])) {
      assertThat(reply.body().read()).isEqualTo('o');
    } // returns, though the rest never comes
    longer = 0;
    call("GET", new byte[0]);
    assertThat(requests).containsExactly("1 GET", "2 GET");
  }

  @Test
  void onlyAFewAreKeptAndNotForLong() throws IOException {
    http.close();
    http = keeping(Duration.ofMillis(300));
    List<HttpReply> replies = new ArrayList<>();
    for (int i = 0; i < 3 * KeptConnections.MOST; i++) {
      replies.add(send("GET", Map.of(), new byte[0]));
    }
    assertThat(open).hasValue(3 * KeptConnections.MOST);
    for (HttpReply reply : replies) {
      reply.body().readAllBytes();
    }
    Awaitility.await().until(() -> open.get() <= KeptConnections.MOST);
    Awaitility.await().until(() -> open.get() == 0);
    replies.forEach(HttpReply::close);
  }
}
