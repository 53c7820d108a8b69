package org.strongroom.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.coding.ZerosUnpacked;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;

/** Uploads that break off, to a server that takes them in parts. */
class ResumedUploadTest {
  private static final String UUID = "1d2c3b4a5f6e4d7c8b9a0f1e2d3c4b5a";
  private static final String UPLOADS = "/images/" + UUID + "/uploads";
  private static final String UPLOAD = UPLOADS + "/7";

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private final byte[] bytes = new byte[3_000_000];
  private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
  private Workplace workplace;
  private Path file;

  /**
   * How many more parts break off, how many bytes each brings, and what the others are answered.
   */
  private int breaks;

  private int busy;
  private boolean packs;
  private int sent;
  private int begun;
  private boolean ends = true;

  @BeforeEach
  void setUp() throws IOException {
    new Random(7).nextBytes(bytes);
    file = Files.write(home.resolve("disk.qcow2"), bytes);
    workplace = new Workplace(home, server.url()).loggedIn();
    server.on(
        "GET /images/upload-job/details/" + UUID,
        Answer.ok(
            "{\"existingJobDetails\":[{\"imageUploadUrl\":\"/zstack/v1/images/%s/upload\"}]}"
                .formatted(UUID)));
    server.handle("POST " + UPLOADS, this::begin);
    server.handle("HEAD " + UPLOAD, this::tell);
    server.handle("PATCH " + UPLOAD, this::take);
    server.jobsEnd(Answer.ok("{}"), Integer.MAX_VALUE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void begin(HttpExchange exchange) throws IOException {
    begun++;
    exchange.getResponseHeaders().set("Location", "http://other:1/zstack/v1" + UPLOAD);
    answer(exchange, 201);
  }

  private void tell(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Upload-Offset", String.valueOf(arrived.size()));
    exchange.getResponseHeaders().set("Upload-Length", String.valueOf(bytes.length));
    if (packs) {
      exchange.getResponseHeaders().set("Accept-Encoding", "zstd, identity");
    }
    answer(exchange, 200);
  }

  private void take(HttpExchange exchange) throws IOException {
    if (busy > 0) {
      busy--;
      answer(exchange, 423);
      return;
    }
    assertThat(exchange.getRequestHeaders().getFirst("Upload-Offset"))
        .isEqualTo(String.valueOf(arrived.size()));
    InputStream body = exchange.getRequestBody();
    if (breaks > 0) {
      breaks--;
      arrived.write(body.readNBytes(700_000));
      throw new IOException("cut");
    }
    byte[] came = body.readAllBytes();
    sent += came.length;
    arrived.write(
        packs
            ? ZerosUnpacked.of(new ByteArrayInputStream(came)).orElseThrow().readAllBytes()
            : came);
    if (arrived.size() == bytes.length && ends) {
      String sha256 = Sha256.hex(Sha256.start().digest(arrived.toByteArray()));
      server.jobsEnd(
          Answer.ok("{\"inventory\":{\"uuid\":\"%s\",\"sha256\":\"%s\"}}".formatted(UUID, sha256)),
          0);
    }
    exchange.getResponseHeaders().set("Upload-Offset", String.valueOf(arrived.size()));
    answer(exchange, 204);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private Outcome upload() {
    return workplace.run(
        "upload",
        file.toString(),
        "name=i",
        "backupStorageUuids=bb23456789ab4cde8f0123456789abcd",
        "resourceUuid=" + UUID);
  }

  private long remembered() throws IOException {
    Path uploads = home.resolve("strongroom/uploads");
    if (!Files.exists(uploads)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(uploads)) {
      return all.count();
    }
  }

  @Test
  void zerosArePackedForAServerThatTakesThemSo() throws IOException {
    packs = true;
    Arrays.fill(bytes, 500_000, 2_900_000, (byte) 0);
    Files.write(file, bytes);
    Outcome outcome = upload();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(arrived.toByteArray()).isEqualTo(bytes);
    assertThat(sent).isLessThan(620_000);
  }

  @Test
  void cutConnectionsAndABusyServerAreGotOver() throws IOException {
    breaks = 3;
    busy = 1;
    Outcome outcome = upload();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(arrived.toByteArray()).isEqualTo(bytes);
    assertThat(begun).isEqualTo(1);
    assertThat(remembered()).isZero();
  }

  @Test
  void theSameCommandGoesOnWithWhatADeadProcessHasBegun() throws IOException {
    dies();
    assertThat(remembered()).isEqualTo(1);
    long calls = addImages();

    Outcome outcome = upload();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("going on with the upload");
    assertThat(arrived.toByteArray()).isEqualTo(bytes);
    assertThat(begun).isEqualTo(1);
    assertThat(addImages()).isEqualTo(calls);
    assertThat(remembered()).isZero();
  }

  /** As a process that is killed: nothing is cancelled, and what it knew stays. */
  private void dies() throws IOException {
    breaks = 1;
    server.handle("HEAD " + UPLOAD, exchange -> denyOnceSomeCame(exchange));
    assertThat(upload().code()).isNotZero();
    server.handle("HEAD " + UPLOAD, this::tell);
    assertThat(arrived.size()).isEqualTo(700_000);
  }

  /** A session that ended leaves everything to the same command after a new log-in. */
  private void denyOnceSomeCame(HttpExchange exchange) throws IOException {
    if (arrived.size() == 0) {
      tell(exchange);
    } else {
      answer(exchange, 401);
    }
  }

  private long addImages() {
    return server.calls().stream().filter(call -> call.target().equals("/images")).count();
  }

  @Test
  void aFileThatIsAnotherByNowIsSentAnew() throws IOException {
    dies();
    arrived.reset();
    bytes[0]++;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    Outcome outcome = upload();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("going on");
    assertThat(begun).isEqualTo(2);
    assertThat(arrived.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void anUploadThatTheServerNoLongerHasIsBegunAnew() throws IOException {
    dies();
    arrived.reset();
    server.handle(
        "HEAD " + UPLOAD,
        exchange -> {
          server.handle("HEAD " + UPLOAD, this::tell);
          answer(exchange, 404);
        });
    Outcome outcome = upload();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(begun).isEqualTo(2);
    assertThat(arrived.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void anUploadThatIsRefusedForGoodTellsTheReasonAndIsCancelled() throws IOException {
    server.handle(
        "PATCH " + UPLOAD,
        exchange ->
            WireServer.send(
                exchange,
                new Answer(400, "{\"error\":{\"code\":\"SYS.1007\",\"details\":\"no\"}}")));
    Outcome outcome = upload();
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("SYS.1007");
    assertThat(server.received().getLast().target()).endsWith("/actions");
    assertThat(remembered()).isZero();
  }
}
