package org.strongroom.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.WireServer.Received;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;

class UploadTest {
  private static final String UUID = "1d2c3b4a5f6e4d7c8b9a0f1e2d3c4b5a";
  private static final String PLACE = "/images/" + UUID + "/upload";

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private final byte[] bytes = new byte[3_000_000];
  private final AtomicReference<byte[]> arrived = new AtomicReference<>(new byte[0]);
  private final AtomicReference<String> length = new AtomicReference<>("");
  private Workplace workplace;
  private Path file;

  @BeforeEach
  void setUp() throws IOException {
    new Random(7).nextBytes(bytes);
    file = Files.write(home.resolve("my image.qcow2"), bytes);
    workplace = new Workplace(home, server.url()).loggedIn();
    AtomicInteger asked = new AtomicInteger();
    server.on(
        "GET /images/upload-job/details/" + UUID,
        request -> Answer.ok(asked.incrementAndGet() < 3 ? details("") : details(PLACE)));
    server.handle(
        "PUT " + PLACE,
        exchange -> {
          length.set(String.valueOf(exchange.getRequestHeaders().getFirst("Content-length")));
          arrived.set(exchange.getRequestBody().readAllBytes());
          endJobsWith(Sha256.hex(Sha256.start().digest(arrived.get())));
          WireServer.send(exchange, Answer.ok("{}"));
        });
    server.jobsEnd(Answer.ok("{}"), Integer.MAX_VALUE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String details(String place) {
    return place.isEmpty()
        ? "{\"existingJobDetails\":[],\"success\":true}"
        : "{\"existingJobDetails\":[{\"imageUploadUrl\":\"http://other:1/zstack/v1%s\"}]}"
            .formatted(place);
  }

  private void endJobsWith(String sha256) {
    server.jobsEnd(
        Answer.ok("{\"inventory\":{\"uuid\":\"%s\",\"sha256\":\"%s\"}}".formatted(UUID, sha256)),
        0);
  }

  private Outcome upload(String from) {
    return workplace.run(
        "upload",
        from,
        "name=i",
        "backupStorageUuids=bb23456789ab4cde8f0123456789abcd",
        "format=qcow2",
        "resourceUuid=" + UUID);
  }

  @Test
  void aFileArrivesWholeAndItsImageIsShown() {
    Outcome outcome = upload(file.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains(UUID);
    assertThat(arrived.get()).isEqualTo(bytes);
    assertThat(length.get()).isEqualTo("3000000");
    Received addImage = server.calls().getFirst();
    assertThat(addImage.json().at("/params/url").asString()).isEqualTo("upload://my%20image.qcow2");
    assertThat(addImage.json().at("/params/format").asString()).isEqualTo("qcow2");
  }

  @Test
  void optionsOfImageAddDoAsWell() {
    Outcome outcome =
        workplace.run(
            "image",
            "upload",
            "--name=i",
            "--format",
            "qcow2",
            file.toString(),
            "resourceUuid=" + UUID,
            "--backup-storage-uuids",
            "bb23456789ab4cde8f0123456789abcd",
            "--url",
            server.url());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    Received addImage = server.calls().getFirst();
    assertThat(addImage.json().at("/params/name").asString()).isEqualTo("i");
    assertThat(addImage.json().at("/params/format").asString()).isEqualTo("qcow2");
    Outcome wrong = workplace.run("upload", file.toString(), "--nmae", "i");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--nmae").contains("--name");
  }

  @Test
  void theOnlyUsableStorageIsTaken() {
    String uuid = "bb23456789ab4cde8f0123456789abcd";
    server.on(
        "GET /backup-storage",
        WireServer.rows("{\"uuid\":\"%s\",\"name\":\"vault\"}".formatted(uuid)));

    Outcome outcome =
        workplace.run("upload", file.toString(), "--name", "i", "resourceUuid=" + UUID);

    assertThat(outcome.err()).contains("backup storage 'vault'");
    assertThat(outcome.code()).isZero();
    assertThat(
            server.calls().stream()
                .filter(call -> call.target().equals("/images"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/params/backupStorageUuids/0")
                .asString())
        .isEqualTo(uuid);
  }

  @Test
  void ofSeveralStoragesOneHasToBeNamed() {
    server.on(
        "GET /backup-storage",
        WireServer.rows(
            "{\"uuid\":\"b1\",\"name\":\"vault\"}", "{\"uuid\":\"b2\",\"name\":\"cellar\"}"));
    Outcome outcome = workplace.run("upload", file.toString(), "name=i");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--backup-storage-uuids NAME").contains("'vault', 'cellar'");

    server.on("GET /backup-storage", WireServer.rows());
    assertThat(workplace.run("upload", file.toString(), "name=i").err())
        .contains("none is Enabled and Connected");
    // what is wrong here is told before anything is asked
    int asked = server.calls().size();
    assertThat(workplace.run("upload", file.toString()).err()).contains("'name'");
    assertThat(server.calls()).hasSize(asked);
  }

  @Test
  void standardInputIsStreamedWithoutLength() {
    workplace.reading(bytes);
    assertThat(upload("-").code()).isZero();
    assertThat(arrived.get()).isEqualTo(bytes);
    assertThat(length.get()).isEqualTo("null");
  }

  @Test
  void anEmptyFileIsSentToo() throws IOException {
    Files.write(file, new byte[0]);
    assertThat(upload(file.toString()).code()).isZero();
    assertThat(length.get()).isEqualTo("0");
  }

  @Test
  void theUuidIsChosenHereIfItIsNotGiven() {
    server.on("POST /images", new Answer(503, "{\"error\":{\"code\":\"X\"}}"));
    workplace.run(
        "upload", file.toString(), "name=i", "backupStorageUuids=bb23456789ab4cde8f0123456789abcd");
    assertThat(server.calls().getFirst().json().at("/params/resourceUuid").asString())
        .matches("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}");
  }

  @Test
  void bytesThatTheServerHasOtherwiseAreAnError() {
    server.handle(
        "PUT " + PLACE,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          endJobsWith("0".repeat(64));
          WireServer.send(exchange, Answer.ok("{}"));
        });

    Outcome outcome = upload(file.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("SHA-256 there " + "0".repeat(64))
        .contains(Sha256.hex(Sha256.start().digest(bytes)));
  }

  @Test
  void anUploadThatBreaksOffTellsTheReasonOfTheJob() {
    server.handle("PUT " + PLACE, this::breakOff);
    server.jobsEnd(
        new Answer(503, "{\"error\":{\"code\":\"IMG.1001\",\"details\":\"no space left\"}}"), 2);

    Outcome outcome = upload(file.toString());

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("IMG.1001").contains("no space left");
  }

  @Test
  void anUploadThatBreaksOffIsCancelled() {
    server.handle("PUT " + PLACE, this::breakOff);

    Outcome outcome = upload(file.toString());

    assertThat(outcome.code()).isEqualTo(8);
    assertThat(outcome.err()).contains("the upload broke off");
    String job = server.calls().getFirst().header("X-job-uuid");
    Received last = server.received().getLast();
    assertThat(last.method()).isEqualTo("PUT");
    assertThat(last.target()).isEqualTo("/api-jobs/" + job + "/actions");
  }

  private void breakOff(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readNBytes(100_000);
    throw new IOException("cut");
  }

  @Test
  void aJobThatFailsBeforeItWantsBytesEndsTheUpload() {
    server.on("GET /images/upload-job/details/" + UUID, Answer.ok(details("")));
    server.jobsEnd(new Answer(503, "{\"error\":{\"code\":\"SYS.1003\"}}"), 0);

    assertThat(upload(file.toString()).err()).contains("SYS.1003");
  }
}
