package org.strongroom.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.coding.ZerosPacked;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;

class DownloadTest {
  private static final String UUID = "1d2c3b4a5f6e4d7c8b9a0f1e2d3c4b5a";

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private final byte[] bytes = new byte[1_000_000];
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private String digest = "";
  private int cutAfter = Integer.MAX_VALUE;
  private Workplace workplace;
  private Path file;
  private Path part;

  @BeforeEach
  void setUp() {
    new Random(7).nextBytes(bytes);
    digest = "md5=abc, SHA-256=" + Base64.getEncoder().encodeToString(Sha256.start().digest(bytes));
    file = home.resolve("image.qcow2");
    part = home.resolve("image.qcow2.part");
    workplace = new Workplace(home, server.url()).loggedIn();
    server.handle("GET /images/" + UUID + "/file", this::serve);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** As servers do that know ranges alone: what they do not know they pass over. */
  private void serve(HttpExchange exchange) throws IOException {
    String range = String.valueOf(exchange.getRequestHeaders().getFirst("Range"));
    if (exchange.getRequestURI().getQuery() == null) {
      ranges.add(range);
    }
    if (!digest.isEmpty()) {
      exchange.getResponseHeaders().set("Digest", digest);
    }
    int from = range.equals("null") ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (from >= bytes.length) {
      WireServer.send(exchange, new Answer(416, ""));
      return;
    }
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, bytes.length - 1, bytes.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
    exchange.getResponseBody().write(bytes, from, Math.min(bytes.length - from, cutAfter));
    exchange.close();
  }

  private Outcome download(String... more) {
    String[] arguments =
        Arrays.copyOf(new String[] {"download", UUID, file.toString()}, 3 + more.length);
    System.arraycopy(more, 0, arguments, 3, more.length);
    return workplace.run(arguments);
  }

  @Test
  void aFileHasItsNameOnceItIsWhole() throws IOException {
    Outcome outcome = download();

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("1000000");
    assertThat(file).hasBinaryContent(bytes);
    assertThat(part).doesNotExist();
  }

  @Test
  void zerosComePackedAndStayHolesOfTheFile() throws Exception {
    byte[] sparse = new byte[16 << 20];
    System.arraycopy(bytes, 0, sparse, 5_000_000, bytes.length);
    String sha256 = Base64.getEncoder().encodeToString(Sha256.start().digest(sparse));
    server.handle(
        "GET /images/" + UUID + "/file",
        exchange -> {
          assertThat(exchange.getRequestHeaders().getFirst("Accept-Encoding")).contains("zstd");
          exchange.getResponseHeaders().set("Content-Encoding", "zstd");
          exchange.getResponseHeaders().set("Unencoded-Digest", "sha-256=:" + sha256 + ":");
          exchange.sendResponseHeaders(200, 0);
          new ZerosPacked(new ByteArrayInputStream(sparse), sparse.length)
              .transferTo(exchange.getResponseBody());
          exchange.close();
        });
    Outcome outcome = download();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("" + sparse.length);
    assertThat(file).hasBinaryContent(sparse);
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Long.parseLong(blocks.strip()) * 512).isBetween(990_000L, 1_100_000L);
  }

  /** 16 MiB with little in them: what is missing after a break costs no more than what it holds. */
  @Test
  void whatIsTakenUpComesPackedAndStaysSparse() throws Exception {
    byte[] sparse = new byte[16 << 20];
    System.arraycopy(bytes, 0, sparse, 100_000, bytes.length);
    int there = 600_000;
    Files.write(part, Arrays.copyOf(sparse, there));
    String sha256 = Base64.getEncoder().encodeToString(Sha256.start().digest(sparse));
    AtomicLong sent = new AtomicLong();
    server.handle(
        "GET /images/" + UUID + "/file",
        exchange -> {
          assertThat(exchange.getRequestURI().getQuery()).isEqualTo("from=" + there);
          assertThat(exchange.getRequestHeaders().getFirst("Range")).isNull();
          var headers = exchange.getResponseHeaders();
          headers.set("Content-Encoding", "zstd");
          headers.set("Digest", "sha-256=" + sha256);
          headers.set(
              "Content-Range", "bytes %d-%d/%d".formatted(there, sparse.length - 1, sparse.length));
          exchange.sendResponseHeaders(200, 0);
          sent.set(
              new ZerosPacked(
                      new ByteArrayInputStream(sparse, there, sparse.length - there),
                      sparse.length - there)
                  .transferTo(exchange.getResponseBody()));
          exchange.close();
        });
    Outcome outcome = download();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(file).hasBinaryContent(sparse);
    assertThat(sent.get()).isLessThan(1_000_000);
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Long.parseLong(blocks.strip()) * 512).isLessThan(1_200_000L);
  }

  @Test
  void whatSomethingOnTheWayHasPackedIsFetchedPlain() {
    server.handle(
        "GET /images/" + UUID + "/file",
        exchange -> {
          if (exchange.getRequestHeaders().getFirst("Accept-Encoding").contains("zstd")) {
            exchange.getResponseHeaders().set("Content-Encoding", "zstd");
            WireServer.send(exchange, new Answer(200, "packed somehow, by something else"));
          } else {
            serve(exchange);
          }
        });
    assertThat(download().code()).isZero();
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void whatBrokeOffIsTakenUpWhereItStopped() throws IOException {
    cutAfter = 400_000;
    Outcome first = download();
    assertThat(first.code()).isEqualTo(1);
    assertThat(first.err()).contains("takes it up again");
    assertThat(file).doesNotExist();
    long kept = Files.size(part); // a line that breaks may take with it what was on it
    assertThat(kept).isBetween(1L, 400_000L);

    cutAfter = Integer.MAX_VALUE;
    assertThat(download().code()).isZero();
    assertThat(file).hasBinaryContent(bytes);
    assertThat(ranges).containsExactly("null", "bytes=" + kept + "-");
  }

  @Test
  void aPartOfSomethingElseIsFetchedFromTheStart() throws IOException {
    Files.write(part, new byte[1000]);
    assertThat(download().code()).isZero();
    assertThat(file).hasBinaryContent(bytes);
    assertThat(ranges).containsExactly("bytes=1000-", "null");
  }

  @Test
  void aPartThatIsTooLongIsFetchedFromTheStart() throws IOException {
    Files.write(part, new byte[2_000_000]);
    assertThat(download().code()).isZero();
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void withoutADigestNothingIsContinuedAndTheUserIsWarned() throws IOException {
    digest = "";
    Files.write(part, Arrays.copyOf(bytes, 1000));
    Outcome outcome = download();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("nothing was verified");
    assertThat(ranges).containsExactly("bytes=1000-", "null");
  }

  @Test
  void wrongBytesNeverGetTheName() {
    digest = "sha-256=" + Base64.getEncoder().encodeToString(new byte[32]);
    Outcome outcome = download();
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("have not the SHA-256");
    assertThat(file).doesNotExist();
    assertThat(part).doesNotExist();
  }

  @Test
  void anExistingFileIsReplacedOnlyByForce() throws IOException {
    Files.writeString(file, "precious");
    Outcome refused = download();
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--force");
    assertThat(file).hasContent("precious");
    assertThat(ranges).isEmpty();

    assertThat(download("--force").code()).isZero();
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void anErrorLeavesNothingButKeepsWhatWasThere() throws IOException {
    server.handle(
        "GET /images/" + UUID + "/file",
        exchange ->
            WireServer.send(
                exchange,
                new Answer(503, "{\"error\":{\"code\":\"SYS.1003\",\"details\":\"no\"}}")));
    assertThat(download().err()).contains("SYS.1003");
    assertThat(part).doesNotExist();

    Files.write(part, Arrays.copyOf(bytes, 1000));
    assertThat(download().code()).isEqualTo(3);
    assertThat(part).hasSize(1000);
  }

  @Test
  void theStorageCanBeChosen() {
    server.on("GET /images/other/file", new Answer(503, "{}"));
    workplace.run(
        "download",
        "0123456789ab4cde8f0123456789abcd",
        file.toString(),
        "backupStorageUuid=bb23456789ab4cde8f0123456789abcd");
    assertThat(server.received().getLast().target())
        .isEqualTo(
            "/images/0123456789ab4cde8f0123456789abcd/file?backupStorageUuid=bb23456789ab4cde8f0123456789abcd");
  }

  @Test
  void standardOutputGetsTheBytesAndTheExitCodeTheirDigest() {
    byte[] text =
        "only text passes unchanged here".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    server.handle(
        "GET /images/" + UUID + "/file",
        exchange -> {
          exchange.getResponseHeaders().set("Digest", digest);
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    Outcome wrong = workplace.run("download", UUID, "-");
    assertThat(wrong.out()).isEqualTo("only text passes unchanged here");
    assertThat(wrong.code()).isEqualTo(1);

    digest = "sha-256=" + Base64.getEncoder().encodeToString(Sha256.start().digest(text));
    assertThat(workplace.run("download", UUID, "-").code()).isZero();
  }

  /** Its blocks have digests, which the server compares; the whole has none. */
  @Test
  void aSnapshotIsTakenUpAgainWhereItStoppedAndNeverMixedWithAnother() throws IOException {
    digest = "";
    cutAfter = 400_000;
    server.handle("GET /volume-snapshots/" + UUID + "/file", this::serve);
    Path raw = home.resolve("disk.raw");
    Files.write(home.resolve("disk.raw.00000000000000000000000000000000.part"), new byte[7]);
    assertThat(workplace.run("snapshot", "download", UUID, raw.toString()).code()).isNotZero();
    assertThat(raw).doesNotExist();
    cutAfter = Integer.MAX_VALUE;
    Outcome outcome = workplace.run("snapshot", "download", UUID, raw.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(ranges).last().asString().matches("bytes=[1-9][0-9]*-");
    assertThat(raw).hasBinaryContent(bytes);
    assertThat(outcome.err()).doesNotContain("nothing was verified");
  }
}
