package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import com.github.luben.zstd.ZstdInputStream;
import io.javalin.Javalin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.image.ImageHouse;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.testing.BootSector;

/** Bytes of images over HTTP, there and back. */
class ImageBytesTest {
  private static final byte[] RAW = new byte[3_000_000];

  static {
    new Random(4).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private ImageHouse house;
  private Storage storage;
  private Javalin server;

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
    storage = house.directoryStorage("local");
    ImageAnswers answers = new ImageAnswers(new ZStackJson(ZoneOffset.UTC));
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  new ImageUploadHandler(house.images.uploads(), ImageBytesTest::caller, answers)
                      .register(config.routes);
                  DownloadHandler.images(house.images.downloads(), ImageBytesTest::caller, answers)
                      .register(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void close() {
    server.stop();
    house.close();
  }

  private static Caller caller(io.javalin.http.Context ctx) {
    if (ctx.header("Authorization") == null) {
      throw new ApiException(ErrorCode.INVALID_SESSION, "no session");
    }
    return Caller.SYSTEM;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "OAuth x");
  }

  private String start() {
    house.start("AddImage", image("näme \"x\"", "upload://x", storage));
    return house.query(Caller.SYSTEM).getFirst().uuid();
  }

  private String upload() throws Exception {
    String uuid = start();
    HttpResponse<String> sent =
        http.send(
            request("/zstack/v1/images/" + uuid + "/upload")
                .PUT(BodyPublishers.ofByteArray(RAW))
                .build(),
            BodyHandlers.ofString());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    assertThat(sent.body()).contains(house.imageOf(uuid).sha256());
    return uuid;
  }

  private HttpResponse<byte[]> get(String uuid, String... headers) throws Exception {
    return getAt(uuid, "", headers);
  }

  private HttpResponse<byte[]> getAt(String uuid, String query, String... headers)
      throws Exception {
    HttpRequest.Builder request = request("/zstack/v1/images/" + uuid + "/file" + query);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Test
  void bringsAnImageThereAndBack() throws Exception {
    String uuid = upload();
    HttpResponse<byte[]> back = get(uuid);
    assertThat(back.statusCode()).isEqualTo(200);
    assertThat(back.body()).isEqualTo(RAW);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(RAW);
    assertThat(back.headers().firstValue("Digest"))
        .hasValue("sha-256=" + Base64.getEncoder().encodeToString(digest));
    assertThat(back.headers().firstValue("Content-Disposition"))
        .hasValue(
            "attachment; filename=\"n_me _x_.raw\";" + " filename*=UTF-8''n%C3%A4me%20%22x%22.raw");
    HttpResponse<Void> head =
        http.send(
            request("/zstack/v1/images/" + uuid + "/file").HEAD().build(),
            BodyHandlers.discarding());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).hasValue("" + RAW.length);
    assertThat(head.headers().firstValue("Accept-Ranges")).hasValue("bytes");
  }

  @Test
  void takesAChunkedBody() throws Exception {
    String uuid = start();
    HttpResponse<String> sent =
        http.send(
            request("/zstack/v1/images/" + uuid + "/upload")
                .PUT(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(RAW)))
                .build(),
            BodyHandlers.ofString());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    assertThat(storage.files().getFirst()).satisfies(sameBytes(RAW));
  }

  @Test
  void packsTheZerosForWhoTakesZstdAlone() throws Exception {
    String uuid = upload();
    HttpResponse<byte[]> back = get(uuid, "Accept-Encoding", "zstd, identity;q=0.5");
    assertThat(back.headers().firstValue("Content-Encoding")).hasValue("zstd");
    assertThat(back.headers().firstValue("Digest")).isEmpty();
    assertThat(back.headers().firstValue("Unencoded-Digest").orElseThrow())
        .isEqualTo(
            get(uuid).headers().firstValue("Digest").orElseThrow().replaceFirst("=", "=:") + ":");
    try (var unpacked = new ZstdInputStream(new ByteArrayInputStream(back.body()))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(RAW);
    }
    for (String others : List.of("gzip, deflate, br, zstd", "identity", "*")) {
      assertThat(get(uuid, "Accept-Encoding", others).body()).as(others).isEqualTo(RAW);
    }
    HttpResponse<byte[]> range =
        get(uuid, "Accept-Encoding", "zstd", "Range", "bytes=5-" + (RAW.length - 1));
    assertRange(range, 5, RAW.length);
  }

  @Test
  void packsTheZerosOfADownloadThatGoesOn() throws Exception {
    String uuid = upload();
    HttpResponse<byte[]> rest = getAt(uuid, "?from=1000000", "Accept-Encoding", "zstd, identity");
    assertThat(rest.statusCode()).isEqualTo(200);
    assertThat(rest.headers().firstValue("Content-Range"))
        .hasValue("bytes 1000000-%d/%d".formatted(RAW.length - 1, RAW.length));
    assertThat(rest.headers().firstValue("Digest"))
        .isEqualTo(get(uuid).headers().firstValue("Digest"));
    try (var unpacked = new ZstdInputStream(new ByteArrayInputStream(rest.body()))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(Arrays.copyOfRange(RAW, 1_000_000, RAW.length));
    }
    assertThat(getAt(uuid, "?from=" + RAW.length, "Accept-Encoding", "zstd").statusCode())
        .isEqualTo(416);
    for (String others : List.of("?from=x", "?from=-1", "?from=1,2-3", "?from=")) {
      assertThat(getAt(uuid, others, "Accept-Encoding", "zstd").headers().map())
          .as(others)
          .doesNotContainKey("content-range");
    }
    assertThat(getAt(uuid, "?from=5", "Accept-Encoding", "gzip").body()).isEqualTo(RAW);
  }

  @Test
  void answersRanges() throws Exception {
    String uuid = upload();
    assertRange(get(uuid, "Range", "bytes=0-0"), 0, 1);
    assertRange(get(uuid, "Range", "bytes=1000000-"), 1_000_000, RAW.length);
    assertRange(get(uuid, "Range", "bytes=-10"), RAW.length - 10, RAW.length);
    assertRange(get(uuid, "Range", "bytes=2999990-9999999"), 2_999_990, RAW.length);
    HttpResponse<byte[]> beyond = get(uuid, "Range", "bytes=3000000-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */3000000");
    assertRange(get(uuid, "Range", "BYTES=5-99999999999999999999"), 5, RAW.length);
    assertThat(get(uuid, "Range", "bytes=99999999999999999999-").statusCode()).isEqualTo(416);
    assertThat(get(uuid, "Range", "bytes=5-1").statusCode()).isEqualTo(200);
    assertThat(get(uuid, "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void sendsNothingToWhoHasItAndToWhoWantsAnotherVersion() throws Exception {
    String uuid = upload();
    String version = get(uuid).headers().firstValue("ETag").orElseThrow();
    for (String had : List.of(version, "W/" + version, "\"other\", " + version, "*")) {
      HttpResponse<byte[]> answer = get(uuid, "If-None-Match", had);
      assertThat(answer.statusCode()).describedAs(had).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("ETag")).hasValue(version);
    }
    assertThat(get(uuid, "If-None-Match", "\"other\"").body()).hasSize(RAW.length);
    assertThat(get(uuid, "If-Match", version).statusCode()).isEqualTo(200);
    assertThat(get(uuid, "If-Match", "\"other\"").statusCode()).isEqualTo(412);
    assertThat(get(uuid, "If-Match", "W/" + version).statusCode()).isEqualTo(412);
    HttpResponse<byte[]> packed = get(uuid, "Accept-Encoding", "zstd");
    String ofPacked = packed.headers().firstValue("ETag").orElseThrow();
    assertThat(get(uuid, "Accept-Encoding", "zstd", "If-None-Match", ofPacked).statusCode())
        .isEqualTo(304);
  }

  private static void assertRange(HttpResponse<byte[]> answer, int from, int to) {
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(RAW, from, to));
    assertThat(answer.headers().firstValue("Content-Range"))
        .hasValue("bytes %d-%d/%d".formatted(from, to - 1, RAW.length));
  }

  @Test
  void cutsTheConnectionWhenTheBytesAreDamaged() throws Exception {
    String uuid = upload();
    byte[] damaged = RAW.clone();
    damaged[0] ^= 1;
    Files.write(storage.files().getFirst(), damaged);
    assertThatThrownBy(() -> get(uuid)).isInstanceOf(IOException.class);
    assertThat(house.events("Damaged")).hasSize(1);
  }

  @Test
  void asksForASessionAndAnImage() throws Exception {
    assertThat(get("0".repeat(32)).statusCode()).isEqualTo(404);
    HttpRequest nobody =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/zstack/v1/images/x/file"))
            .build();
    HttpResponse<String> refused = http.send(nobody, BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("ID.1001");
  }

  @Test
  void refusesBytesForAnImageThatHasThem() throws Exception {
    String uuid = upload();
    HttpResponse<String> again =
        http.send(
            request("/zstack/v1/images/" + uuid + "/upload")
                .PUT(BodyPublishers.ofString("x"))
                .build(),
            BodyHandlers.ofString());
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("SYS.1006");
  }

  @Test
  void takesTheImageAfterASenderBrokeOff() throws Exception {
    String uuid = start();
    try (Socket socket = half(uuid)) {
      awaitHalf(uuid);
    }
    Awaitility.await().until(() -> !house.uploadDetails(uuid).getFirst().uploadStarted());
    HttpResponse<String> sent =
        http.send(
            request("/zstack/v1/images/" + uuid + "/upload")
                .PUT(BodyPublishers.ofByteArray(RAW))
                .build(),
            BodyHandlers.ofString());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    house.assertClean(storage);
  }

  @Test
  void refusesASecondSenderAndGivesASilentOneUp() throws Exception {
    house.settings.uploadIdle = Duration.ofSeconds(2);
    String uuid = start();
    try (Socket socket = half(uuid)) {
      awaitHalf(uuid);
      HttpResponse<String> second =
          http.send(
              request("/zstack/v1/images/" + uuid + "/upload")
                  .PUT(BodyPublishers.ofByteArray(RAW))
                  .build(),
              BodyHandlers.ofString());
      assertThat(second.statusCode()).isEqualTo(409);
      InputStream answer = socket.getInputStream();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> house.query(Caller.SYSTEM).isEmpty());
      answer.close();
    }
    house.assertClean(storage);
  }

  private void awaitHalf(String uuid) {
    Awaitility.await().until(() -> house.uploadDetails(uuid).getFirst().offset() == RAW.length / 2);
  }

  /** Sends half of the image. */
  private Socket half(String uuid) throws IOException {
    Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port());
    OutputStream out = socket.getOutputStream();
    String head =
        "PUT /zstack/v1/images/%s/upload HTTP/1.1\r\nHost: x\r\nAuthorization: OAuth x\r\nContent-Length: %d\r\n\r\n"
            .formatted(uuid, RAW.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(RAW, 0, RAW.length / 2);
    out.flush();
    return socket;
  }

  @Test
  void refusesWhatByItsHeadIsNoImageAndStillWaitsForOne() throws Exception {
    String uuid = start();
    int end = RAW.length - 1;
    String length = "Content-Length: " + RAW.length;
    for (String part :
        List.of(
            "bytes 100000-%d/%d".formatted(end, RAW.length),
            "bytes 0-%d/%d".formatted(end, RAW.length + 1),
            "bytes 0-%d/*".formatted(end),
            "bytes */" + RAW.length,
            "items 0-1/2")) {
      assertRefused(uuid, 400, "a part of the image", length, "Content-Range: " + part);
    }
    for (String type :
        List.of("multipart/form-data; boundary=x", "Multipart/Mixed", " multipart/related")) {
      assertRefused(uuid, 415, "envelope", length, "Content-Type: " + type);
    }
    for (String coding : List.of("gzip", "aws-chunked", "identity, br", "GZIP")) {
      String answer = assertRefused(uuid, 415, "packed", length, "Content-Encoding: " + coding);
      assertThat(answer).contains("Accept-Encoding: identity");
    }
    assertRefused(uuid, 411, "Content-Length");
    assertRefused(uuid, 413, "still waits", "Content-Length: " + Long.MAX_VALUE);
    assertRefused(uuid, 400, "", "Content-Length: 9223372036854775808");
    assertRefused(uuid, 501, "gzip", "Transfer-Encoding: gzip, chunked");
    assertTaken(
        uuid,
        length,
        "Content-Range: bytes 0-%d/%d".formatted(end, RAW.length),
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Encoding: identity");
  }

  @Test
  void refusesBytesWithAnotherDigestThanTheirSenderTells() throws Exception {
    house.settings.tolerance = 0; // it is no broken line that is counted here
    String uuid = start();
    String length = "Content-Length: " + RAW.length;
    for (String wrong :
        List.of(
            "Content-MD5: " + base64("MD5", 1),
            "Digest: sha-256=" + base64("SHA-256", 1),
            "Digest: SHA=" + base64("SHA-1", 0) + ", md5=" + base64("MD5", 1),
            "Content-Digest: sha-512=:" + base64("SHA-512", 1) + ":",
            "Repr-Digest: sha-256=:" + base64("SHA-256", 1) + ":;x=1")) {
      assertRefused(uuid, 400, "the 3000000 bytes that came have", length, wrong);
    }
    for (String unreadable :
        List.of(
            "Content-MD5: nonsense",
            "Digest: sha-256=" + "0".repeat(64),
            "Digest: sha-256",
            "Content-Digest: sha-256=" + base64("SHA-256", 0),
            "Repr-Digest: sha-256=:" + base64("MD5", 0) + ":")) {
      assertRefused(uuid, 400, "is no digest", length, unreadable);
    }
    assertTaken(
        uuid,
        length,
        "Content-MD5: " + base64("MD5", 0),
        "Digest: unixsum=30637, SHA-512=" + base64("SHA-512", 0),
        "Content-Digest: md5=:" + base64("MD5", 0) + ":, unixcksum=:AAAA:",
        "Repr-Digest: sha-256=:" + base64("SHA-256", 0) + ":");
    house.assertClean(storage);
  }

  private static String base64(String algorithm, int changed) throws Exception {
    byte[] digest = MessageDigest.getInstance(algorithm).digest(RAW);
    digest[0] ^= (byte) changed;
    return Base64.getEncoder().encodeToString(digest);
  }

  private String assertRefused(String uuid, int status, String text, String... headers)
      throws IOException {
    String answer = put(uuid, headers);
    assertThat(answer).as("%s", List.of(headers)).startsWith("HTTP/1.1 " + status).contains(text);
    assertThat(house.imageOf(uuid).status()).isEqualTo("Downloading");
    return answer;
  }

  private void assertTaken(String uuid, String... headers) throws IOException {
    assertThat(put(uuid, headers)).startsWith("HTTP/1.1 200");
    assertThat(storage.files().getFirst()).satisfies(sameBytes(RAW));
  }

  /** Sends the image whatever the headers say of it, and reads the answer. */
  private String put(String uuid, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "PUT /zstack/v1/images/%s/upload HTTP/1.1\r\nHost: x\r\nAuthorization: OAuth x\r\nConnection: close\r\n%s\r\n"
              .formatted(
                  uuid,
                  Arrays.stream(headers).map(line -> line + "\r\n").reduce("", String::concat));
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      try {
        out.write(headers.length > 0 ? RAW : new byte[0]);
      } catch (SocketException e) {
        // refused by the head alone, and answered already
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
