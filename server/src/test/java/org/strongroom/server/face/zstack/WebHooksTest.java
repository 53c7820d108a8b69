package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.call.Calls.Submission;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.job.JobHooks;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

/** Web hooks against a real HTTP server (REST envelope: web hook). */
class WebHooksTest {
  private static final Duration NO_DELAY = Duration.ofMillis(1);

  @TempDir Path directory;

  private final SteppedClock clock = new SteppedClock();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Integer> answers = new CopyOnWriteArrayList<>();
  private TestCore core;
  private HttpServer server;
  private GuardedHttp http;

  @BeforeEach
  void start() throws Exception {
    core = TestCore.start(directory, clock);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::receive);
    server.start();
    http = guarded("127.0.0.0/8");
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.stop(0);
    core.close();
  }

  private static GuardedHttp guarded(String... allowed) throws NoSuchAlgorithmException {
    return new GuardedHttp(
        new AddressGuard(List.of(allowed).stream().map(Network::parse).toList()),
        new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5)),
        SSLContext.getDefault());
  }

  private void receive(HttpExchange exchange) throws IOException {
    received.add(
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestHeaders().getFirst("X-Job-UUID"),
            exchange.getRequestHeaders().getFirst("X-Job-Success"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    exchange.sendResponseHeaders(answers.isEmpty() ? 200 : answers.removeFirst(), -1);
    exchange.close();
  }

  private WebHooks hooks() {
    return new WebHooks(
        core.jobs(),
        new JobHooks(core.database(), clock),
        new ZStackJson(ZoneOffset.UTC),
        http,
        NO_DELAY,
        Duration.ofSeconds(2));
  }

  private String createZone(String name) {
    return createZone(name, Caller.SYSTEM, server.getAddress().getPort());
  }

  private String createZone(String name, Caller caller, int port) {
    String jobUuid = Uuid.random();
    core.calls()
        .submit(
            Operations.named("CreateZone").orElseThrow(),
            Map.of("name", name),
            Optional.of(caller),
            new Submission(
                jobUuid,
                "req-test",
                "",
                Optional.empty(),
                Optional.of("http://127.0.0.1:" + port + "/done"),
                Optional.empty(),
                Optional.empty()));
    return jobUuid;
  }

  private List<String> waiting() {
    return core.database()
        .read(
            sql -> sql.select(JOB.UUID).from(JOB).where(JOB.WEB_HOOK.isNotNull()).fetch(JOB.UUID));
  }

  @Test
  void aJobThatEndsWellIsToldAsAPollTellsIt() {
    try (WebHooks hooks = hooks()) {
      hooks.start(true);
      String job = createZone("zone1");
      await().until(() -> received.size() == 1 && waiting().isEmpty());
      Received call = received.getFirst();
      assertThat(call.method()).isEqualTo("POST");
      assertThat(call.jobUuid()).isEqualTo(job);
      assertThat(call.success()).isEqualTo("true");
      assertThat(call.body()).contains("\"inventory\":{", "\"name\":\"zone1\"");
    }
  }

  @Test
  void aJobThatFailsIsToldWithItsError() {
    try (WebHooks hooks = hooks()) {
      hooks.start(true);
      createZone("a/b");
      await().until(() -> received.size() == 1);
      assertThat(received.getFirst().success()).isEqualTo("false");
      assertThat(received.getFirst().body()).contains("\"error\":{", "SYS.1007");
    }
  }

  @Test
  void anyAnswerBut2xxIsTriedAgain() {
    answers.addAll(List.of(500, 302, 404, 204));
    try (WebHooks hooks = hooks()) {
      hooks.start(true);
      createZone("zone1");
      await().until(() -> waiting().isEmpty());
      assertThat(received).hasSize(4);
    }
  }

  @Test
  void after15MoreAttemptsItIsGivenUp() {
    answers.addAll(java.util.Collections.nCopies(100, 503));
    try (WebHooks hooks = hooks()) {
      hooks.start(true);
      createZone("zone1");
      await().until(() -> waiting().isEmpty());
      assertThat(received).hasSize(16);
    }
  }

  @Test
  void whatIsNotCalledWhenTheServerStopsIsCalledAfterTheNextStart() {
    String job = createZone("zone1");
    assertThat(waiting()).containsExactly(job);
    try (WebHooks hooks = hooks()) {
      hooks.start(true);
      await().until(() -> waiting().isEmpty());
      assertThat(received).extracting(Received::jobUuid).containsExactly(job);
    }
  }

  @Test
  void anotherNodesHookIsCalledOnlyWhenThatNodeHadTimeEnough() {
    String job = createZone("zone1");
    try (WebHooks early = hooks()) {
      early.start(false);
      String own = createZone("zone2");
      await().until(() -> received.size() == 1);
      assertThat(received).extracting(Received::jobUuid).containsExactly(own);
    }
    clock.advance(Duration.ofMinutes(20));
    try (WebHooks late = hooks()) {
      late.start(false);
      await().until(() -> waiting().isEmpty());
      assertThat(received).extracting(Received::jobUuid).contains(job);
    }
  }

  @Test
  void addressesOfTheServerItselfAreRefused() throws Exception {
    http.close();
    http = guarded();
    try (WebHooks hooks = hooks()) {
      hooks.start(true);
      createZone("zone1");
      await().until(() -> waiting().isEmpty());
      assertThat(received).isEmpty();
    }
  }

  /** A byte now and then is no silence, and would hold a call for ever. */
  @Test
  void whoseAnswersNeverEndHoldsUpNobody() throws Exception {
    var cut = new CountDownLatch(1);
    try (ServerSocket endless = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        WebHooks hooks = hooks()) {
      Thread.ofVirtual().start(() -> drip(endless, cut));
      hooks.start(true);
      var hungry = new Caller("a".repeat(32), "hungry", true);
      for (int i = 0; i < 70; i++) {
        createZone("endless" + i, hungry, endless.getLocalPort());
      }
      String other = createZone("other");
      await().until(() -> received.stream().anyMatch(call -> call.jobUuid().equals(other)));
      assertThat(cut.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Answers each call with a head to which a byte is added all the time. */
  private static void drip(ServerSocket server, CountDownLatch cut) {
    while (!server.isClosed()) {
      try {
        Socket line = server.accept();
        Thread.ofVirtual()
            .start(() -> {
              try (line) {
                OutputStream out = line.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                  out.write('x');
                  LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
              } catch (IOException e) {
                cut.countDown();
              }
            });
      } catch (IOException e) {
        return;
      }
    }
  }

  private record Received(String method, String jobUuid, String success, String body) {}
}
