package org.strongroom.storage.driver.swift;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.StoreFaults;
import org.strongroom.storage.driver.StoreFaults.Fault;
import org.strongroom.storage.driver.StoreFaults.Trouble;
import org.strongroom.storage.driver.swift.session.AuthDiscovery;
import org.strongroom.storage.driver.swift.session.AuthHttp;
import org.strongroom.storage.driver.swift.session.SwiftAccess;
import org.strongroom.storage.driver.swift.session.SwiftCalls;
import org.strongroom.storage.driver.swift.session.SwiftTimeouts;
import org.strongroom.storage.driver.swift.session.SwiftTokens;
import org.strongroom.testing.HttpGate;

/** A Swift that is busy, loses answers, forgets tokens or tells nonsense. */
class SwiftFaultsTest {
  private static final String ID = "00112233445566778899aabbccddeeff";
  private static final StoragePath FILE = StoragePath.of("dir/file");
  private static final String SEGMENT = "PUT .*/\\d{8}";

  private final SwiftPlace place = new SwiftPlace();
  private final HttpGate gate = new HttpGate(SwiftPlace.server().endpoint());
  private final byte[] content = new byte[250_000];
  private SwiftDriver driver;

  @BeforeEach
  void open() {
    new Random(1).nextBytes(content);
    driver = driver(Duration.ofSeconds(20));
  }

  private SwiftDriver driver(Duration patience) {
    SwiftTimeouts usual = SwiftPlace.TIMEOUTS;
    return place.driver(
        place.access(gate.endpoint().resolve("/auth/v1.0"), SwiftPlace.server().owner(), ""),
        new SwiftTimeouts(
            usual.idle(), usual.call(), usual.segment(), patience, Duration.ofSeconds(2)),
        SwiftPlace.SMALL);
  }

  @AfterEach
  void close() throws IOException {
    gate.close();
    place.close();
  }

  private void write() throws IOException {
    write(driver);
  }

  private void write(SwiftDriver driver) throws IOException {
    try (AtomicWrite write = driver.create(FILE, ID, content.length)) {
      write.write(content, 0, content.length);
      write.commit();
    }
  }

  private void assertWritten() throws IOException {
    assertThat(place.content("dir/file")).hasValue(content);
    assertThat(place.objects()).containsExactly("dir/file");
    assertThat(place.segments()).filteredOn(name -> name.matches(".*/\\d{8}")).hasSize(4);
  }

  @Test
  void aStoreThatIsBusyIsWaitedForAsItAsks() throws IOException {
    gate.answer(SEGMENT, 1, 503, "Retry-After", "1", "");
    gate.answer(SEGMENT, 1, 429, "Retry-After", "1", "");
    gate.answer(SEGMENT, 1, 498, "X", "y", "Slow down");
    gate.answer("PUT .*multipart-manifest=put", 1, 500, "X", "y", "");
    gate.answer("HEAD .*", 1, 502, "X", "y", "");
    long begin = System.nanoTime();
    write();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(999));
    assertWritten();
  }

  @Test
  void aStoreThatStaysBusyIsToldWithItsOwnWords() {
    driver = driver(Duration.ofMillis(300));
    gate.answer(SEGMENT, 1000, 503, "X-Trans-Id", "tx123", "<h1>Sorry</h1> for maintenance");
    assertFails(Reason.UNREACHABLE, this::write)
        .hasMessageContaining("503")
        .hasMessageContaining("Sorry for maintenance, call tx123");
    assertThat(place()).isEmpty();
  }

  private List<String> place() {
    try {
      return place.objects();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void bytesThatArriveAsOthersAreSentAgain() throws IOException {
    gate.answer(SEGMENT, 2, 422, "X", "y", "Unprocessable Entity");
    write();
    assertWritten();
  }

  @Test
  void aStoreThatKeepsOtherBytesIsNotBelieved() throws IOException {
    gate.answer(SEGMENT, 1000, 201, "ETag", "d41d8cd98f00b204e9800998ecf8427e", "");
    assertFails(Reason.FAILED, this::write).hasMessageContaining("not kept as it was sent");
    assertThat(place.objects()).isEmpty();
    assertThat(place.segments()).isEmpty();
  }

  @Test
  void anAnswerThatGetsLostAfterTheCommitIsNoFailure() throws IOException {
    loseAnswer("PUT .*/dir/file\\?multipart-manifest=put");
    loseAnswer("PUT .*/dir/\\.[0-9a-f]{32}\\.part"); // of the marker
    write();
    assertWritten();
  }

  private void loseAnswer(String pattern) {
    gate.answer(
        pattern,
        1,
        exchange -> {
          gate.forward(exchange);
          HttpGate.reply(exchange, 503, new byte[0]);
        });
  }

  @Test
  void aCommitThatCannotBeToldLeavesWhatItMayNeed() throws IOException {
    driver = driver(Duration.ofMillis(1));
    loseAnswer("PUT .*/dir/file\\?multipart-manifest=put");
    assertFails(Reason.UNREACHABLE, this::write);
    assertThat(place.content("dir/file")).as("it came to pass").hasValue(content);
    driver.abandon(FILE, ID);
    assertWritten();
  }

  @Test
  void aDeletionIsGivenUpBeforeItCouldMeetWhatOthersPutThere() throws IOException {
    write();
    gate.answer("DELETE .*", 1000, 503, "X", "y", "");
    assertFails(Reason.UNREACHABLE, () -> driver.delete(FILE));
    long tried = gate.asked("DELETE .*");
    assertThat(tried).isLessThan(100);
    assertThat(place.content("dir/file")).hasValue(content);
  }

  @Test
  void aHundredCallersWhoseTokenIsOverAskForOne() throws Exception {
    write();
    SwiftPlace.server().expireTokens();
    long before = gate.asked("GET /auth/v1.0");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all =
          threads.invokeAll(
              IntStream.range(0, 100)
                  .<java.util.concurrent.Callable<Boolean>>mapToObj(
                      i -> () -> driver.stat(FILE).isPresent())
                  .toList());
      for (Future<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(gate.asked("GET /auth/v1.0") - before).isEqualTo(1);
  }

  @Test
  void aStoreThatTakesNoNewTokenEitherIsNotAskedForEver() {
    gate.answer("HEAD .*", 1000, 401, "X", "y", "");
    assertFails(Reason.CREDENTIALS_REJECTED, () -> driver.stat(FILE));
    assertThat(gate.asked("HEAD .*dir/file")).isEqualTo(2);
  }

  @Test
  void noTokenGoesWhereAStoreSendsItsCallers() {
    try (var elsewhere = new HttpGate(gate.endpoint())) {
      gate.answer("HEAD .*", 10, 307, "Location", elsewhere.endpoint() + "/", "");
      assertFails(Reason.FAILED, () -> driver.stat(FILE)).hasMessageContaining("elsewhere");
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  /**
   * Whatever it was: the token, what the store can do, a segment, the manifest, what tells of it.
   */
  @ParameterizedTest
  @EnumSource
  void whateverBefallsOneCallNothingIsLeft(Fault fault) throws IOException {
    boolean reached = true;
    int stride = fault == Fault.UNANSWERED ? 1 : 3; // what was done twice leaves more than the rest
    for (int call = 1; reached; call += stride) {
      SwiftDriver other = driver(Duration.ofSeconds(20)); // with a token and features of its own
      BooleanSupplier come = gate.answerNth(call, exchange -> fault.give(exchange, gate));
      write(other);
      reached = come.getAsBoolean();
      gate.forget();
      assertWritten();
      other.delete(FILE);
      assertThat(place.segments()).as("segments after %s of call %d", fault, call).isEmpty();
    }
  }

  /** Every kind of call that a file's life has. */
  private static final List<String> CALLS =
      List.of(
          "GET /auth/v1.0",
          "PUT .*/\\.[0-9a-f]{32}\\.part",
          SEGMENT,
          "PUT .*multipart-manifest=put",
          "GET .*delimiter.*",
          "HEAD .*dir/file",
          "GET .*dir/file");

  @ParameterizedTest
  @EnumSource
  @Timeout(120) // an hour of patience is none
  void troubleAtEveryKindOfCallPasses(Trouble trouble) throws IOException {
    try (SwiftPlace impatient =
        new SwiftPlace(Duration.ofSeconds(trouble == Trouble.LATE ? 2 : 20))) {
      SwiftDriver other =
          impatient.driver(
              impatient.access(
                  gate.endpoint().resolve("/auth/v1.0"), SwiftPlace.server().owner(), ""),
              new SwiftTimeouts(
                  Duration.ofSeconds(trouble == Trouble.LATE ? 2 : 20),
                  Duration.ofSeconds(60),
                  Duration.ofSeconds(60),
                  Duration.ofSeconds(60),
                  Duration.ofSeconds(10)),
              SwiftPlace.SMALL);
      for (String call : CALLS) {
        gate.answer(call, 1, exchange -> trouble.give(exchange, gate));
      }
      write(other);
      assertThat(other.list(StoragePath.of("dir")))
          .extracting(StorageEntry::path)
          .containsExactly(FILE);
      try (InputStream in = other.read(FILE, 0)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
      for (String call : CALLS) {
        assertThat(gate.asked(call)).as(call).isGreaterThan(1);
      }
      assertThat(impatient.objects()).containsExactly("dir/file");
      other.delete(FILE);
      assertThat(impatient.segments()).isEmpty();
    }
  }

  // Tokens that the store forgets

  private void expireAt(String pattern, int nth) {
    gate.answerNth(
        pattern,
        nth,
        exchange -> {
          SwiftPlace.server().expireTokens();
          var answer = gate.forward(exchange);
          assertThat(answer.statusCode()).isEqualTo(401);
          HttpGate.reply(exchange, answer.statusCode(), answer.body());
        });
  }

  @Test
  void aTokenThatEndsBetweenTwoSegmentsIsRenewed() throws IOException {
    expireAt(SEGMENT, 2);
    expireAt("PUT .*multipart-manifest=put", 1);
    write();
    assertWritten();
    assertThat(gate.asked("GET /auth/v1.0")).isEqualTo(3);
  }

  @Test
  void aTokenThatEndsBeforeADeletionIsRenewed() throws IOException {
    write();
    expireAt("DELETE .*dir/file.*", 1);
    driver.delete(FILE);
    assertThat(place.objects()).isEmpty();
    assertThat(place.segments()).isEmpty();
  }

  @Test
  void aTokenThatEndsInTheMiddleOfADownloadIsRenewed() throws IOException {
    write();
    gate.answer(
        "GET .*dir/file",
        1,
        exchange -> {
          var answer = gate.forward(exchange);
          SwiftPlace.server().expireTokens();
          StoreFaults.cut(exchange, answer, gate);
        });
    try (InputStream in = driver.read(FILE, 0)) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    assertThat(gate.asked("GET .*dir/file")).isEqualTo(3); // cut, refused, the rest
  }

  // Nonsense

  @Test
  void listsThatDoNotEndAreGivenUp() throws IOException {
    driver.create(StoragePath.of("dir/other"), ID, 0).close();
    byte[] page = page(1000);
    gate.answer("GET .*delimiter.*", 1000, exchange -> HttpGate.reply(exchange, 200, page));
    assertFails(Reason.FAILED, () -> driver.list(StoragePath.of("dir")))
        .hasMessageContaining("comes to the same names again");
    assertThat(gate.asked("GET .*delimiter.*")).isLessThan(5);
  }

  private byte[] page(int entries) {
    var page = new StringBuilder("[");
    for (int i = 0; i < entries; i++) {
      page.append(i == 0 ? "" : ",")
          .append(
              "{\"name\":\"%s\",\"bytes\":1,\"content_type\":\"a/b\"}"
                  .formatted(place.name("dir/%05d".formatted(i))));
    }
    return page.append("]").toString().getBytes(UTF_8);
  }

  @Test
  void listsOfOtherNamesThanWereAskedForAreNone() {
    gate.answer("GET .*delimiter.*", 1, 200, "X", "y", "[{\"name\":\"../x\",\"bytes\":1}]");
    assertFails(Reason.FAILED, () -> driver.list(StoragePath.of("dir")));
    gate.answer("GET .*delimiter.*", 1, 200, "X", "y", "<html>");
    assertFails(Reason.FAILED, () -> driver.list(StoragePath.of("dir")));
    gate.answer("GET .*delimiter.*", 1, 200, "X", "y", "[[[[1]]]]");
    assertFails(Reason.FAILED, () -> driver.list(StoragePath.of("dir")));
  }

  @Test
  void answersWithoutEndFillNoMemory() {
    var sent = new AtomicLong();
    gate.answer("GET .*delimiter.*", 1, exchange -> pour(exchange, 200, sent));
    assertFails(Reason.FAILED, () -> driver.list(StoragePath.of("dir")))
        .hasMessageContaining("longer");
    gate.answer("GET .*delimiter.*", 1, exchange -> pour(exchange, 403, sent));
    assertFails(Reason.PERMISSION_DENIED, () -> driver.list(StoragePath.of("dir")));
    assertThat(sent.get()).isLessThan(200L << 20);
  }

  private static void pour(HttpExchange exchange, int status, AtomicLong sent) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    byte[] block = new byte[1 << 16];
    Arrays.fill(block, (byte) ' ');
    while (sent.addAndGet(block.length) < 1L << 30) {
      exchange.getResponseBody().write(block);
    }
  }

  @Test
  void anObjectWithoutItsETagIsNotRead() {
    gate.answer(
        "HEAD .*dir/file",
        1,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Length", "10");
          exchange.sendResponseHeaders(200, -1);
        });
    assertFails(Reason.FAILED, () -> driver.read(FILE, 0))
        .hasMessageContaining("neither size nor ETag");
  }

  @Test
  void anotherRangeThanWasAskedForIsNotTaken() throws IOException {
    write();
    gate.answer("GET .*dir/file", 1, 200, "ETag", "\"other\"", "x".repeat(100));
    assertFails(Reason.FAILED, () -> driver.read(FILE, 10));
    gate.answer("GET .*dir/file", 1, 206, "Content-Range", "bytes 0-99/250000", "x".repeat(100));
    assertFails(Reason.FAILED, () -> driver.read(FILE, 10));
    try (InputStream stream = driver.read(FILE, 10)) {
      assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 10, content.length));
    }
  }

  @Test
  void aStoreWithoutLargeObjectsTakesSmallFilesAlone() throws IOException {
    gate.answer("GET /info", 1, 200, "X", "y", "{\"swift\":{\"max_file_size\":1000000}}");
    driver = driver(Duration.ofSeconds(5));
    assertFails(Reason.FAILED, this::write).hasMessageContaining("slo");
    try (AtomicWrite write = driver.create(FILE, ID, 3)) {
      write.write(content, 0, 3);
      write.commit();
    }
    assertThat(place.segments()).isEmpty();
  }

  @Test
  void aStoreThatTellsNoLimitsIsLivedWith() throws IOException {
    gate.answer("GET /info", 1000, 404, "X", "y", "");
    driver = driver(Duration.ofSeconds(20));
    byte[] large = new byte[2_500_000]; // by the smallest segments that old stores take
    try (AtomicWrite write = driver.create(FILE, ID, large.length)) {
      write.write(large, 0, large.length);
      write.commit();
    }
    assertThat(place.content("dir/file")).hasValue(large);
    driver.delete(FILE);
    assertThat(place.segments()).isEmpty();
  }

  @Test
  void aStoreThatTakesAManifestForAFileReplacesNothing() throws IOException {
    write();
    gate.answer("GET /info", 1000, 404, "X", "y", "");
    gate.answer(
        "PUT .*multipart-manifest=put",
        1000,
        exchange -> {
          var answer = gate.forward(exchange, exchange.getRequestURI().getRawPath());
          HttpGate.reply(exchange, answer.statusCode(), new byte[0]);
        });
    driver = driver(Duration.ofSeconds(20));
    byte[] large = new byte[2_500_000];
    try (AtomicWrite write = driver.create(FILE, ID, large.length)) {
      write.write(large, 0, large.length);
      assertFails(Reason.FAILED, write::commit).hasMessageContaining("slo");
    }
    assertWritten();
  }

  @Test
  void tenTerabytesFit() throws IOException {
    gate.answer("PUT .*multipart-manifest=put", Integer.MAX_VALUE, 201, "ETag", "\"any\"", "");
    long segment = 16L << 20;
    long count = 10L * 1000 * 1000 * 1000 * 1000 / segment;
    var store = new SwiftStore(driverAccess(), gateCalls(), UploadPlan.DEFAULT);
    var tree = new SegmentTree(store, "group/", 500, List.of());
    var one = new Piece("group/00000000", "0".repeat(32), segment, false);
    for (long i = 0; i < count; i++) {
      tree.add(one);
    }
    assertThat(tree.finish()).hasSizeLessThanOrEqualTo(500);
    assertThat(tree.length()).isEqualTo(count * segment);
  }

  private SwiftAccess driverAccess() {
    return place.access(gate.endpoint().resolve("/auth/v1.0"), SwiftPlace.server().owner(), "");
  }

  private SwiftCalls gateCalls() {
    var clock = java.time.InstantSource.system();
    var sessions =
        new AuthDiscovery(new AuthHttp(place.http(), SwiftPlace.TIMEOUTS), clock, driverAccess());
    return new SwiftCalls(
        place.http(), new SwiftTokens(sessions, clock), SwiftPlace.TIMEOUTS, "swift");
  }
}
