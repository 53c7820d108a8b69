package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import com.github.luben.zstd.Zstd;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.coding.ZerosPacked;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.image.ImageHouse;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;
import org.strongroom.storage.driver.layer.ForwardingWrite;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;

/** Uploads in parts, by tus 1.0.0 over HTTP, onto real storages. */
class ResumableUploadTest {
  private static final byte[] RAW = new byte[3_000_000];
  private static final Caller OTHER =
      new Caller("0123456789abcdef0123456789abcdef", "other", false);

  static {
    new Random(5).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private ImageHouse house;
  private Storage storage;
  private Javalin server;
  private String job;

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
    storage = house.directoryStorage("local");
    serve();
  }

  private void serve() {
    ImageAnswers answers = new ImageAnswers(new ZStackJson(ZoneOffset.UTC));
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  new ImageUploadHandler(
                          house.images.uploads(), ResumableUploadTest::caller, answers)
                      .register(config.routes);
                  new ResumableUploadHandler(
                          house.images.resumableUploads(),
                          ResumableUploadTest::caller,
                          answers,
                          ctx -> "http://" + ctx.host())
                      .register(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void close() {
    server.stop();
    house.close();
  }

  private void killAndRestart() {
    house.crashAndRestart();
    server.stop();
    serve();
  }

  private static Caller caller(Context ctx) {
    String session = ctx.header("Authorization");
    if (session == null) {
      throw new ApiException(ErrorCode.INVALID_SESSION, "no session");
    }
    return session.equals("OAuth other") ? OTHER : Caller.SYSTEM;
  }

  /** AddImage; where its uploads are begun. */
  private String awaited(Storage... storages) {
    job = house.start("AddImage", image("x", "upload://x", storages));
    return "/zstack/v1/images/" + imageUuid() + "/uploads";
  }

  private String imageUuid() {
    return house.query(Caller.SYSTEM).getFirst().uuid();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "OAuth x")
        .header("Tus-Resumable", "1.0.0");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Tus-Resumable")).hasValue("1.0.0");
    return answer;
  }

  private HttpResponse<String> create(String all, long length) throws Exception {
    return send(request(all).header("Upload-Length", "" + length).POST(BodyPublishers.noBody()));
  }

  /** Begins an upload; the path of it. */
  private String begun(String all, long length) throws Exception {
    HttpResponse<String> created = create(all, length);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    String location = created.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith("http://127.0.0.1:" + server.port() + all + "/");
    assertThat(created.headers().firstValue("Upload-Expires")).isPresent();
    return URI.create(location).getPath();
  }

  private String begun(long length) throws Exception {
    return begun(awaited(storage), length);
  }

  private HttpResponse<String> head(String upload) throws Exception {
    return send(request(upload).HEAD());
  }

  private long offset(String upload) throws Exception {
    HttpResponse<String> told = head(upload);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.headers().firstValue("Cache-Control")).hasValue("no-store");
    return told.headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  private static HttpRequest.Builder part(HttpRequest.Builder request, long at, byte[] bytes) {
    return request
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", "" + at)
        .method("PATCH", BodyPublishers.ofByteArray(bytes));
  }

  private HttpResponse<String> patch(String upload, byte[] all, int from, int to) throws Exception {
    return send(part(request(upload), from, Arrays.copyOfRange(all, from, to)));
  }

  private void patched(String upload, int from, int to) throws Exception {
    HttpResponse<String> sent = patch(upload, RAW, from, to);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(204);
    assertThat(sent.headers().firstValue("Upload-Offset")).hasValue("" + to);
  }

  private void assertThere(Storage... storages) {
    house.added(house.end(job));
    for (Storage each : storages) {
      assertThat(each.files().getFirst()).satisfies(sameBytes(RAW));
      assertThat(each.files()).hasSize(2); // the image and its manifest
    }
    house.assertClean(storages);
  }

  @Test
  void takesPartsThatArePackedForTheirWay() throws Exception {
    String upload = begun(RAW.length);
    assertThat(head(upload).headers().firstValue("Accept-Encoding")).hasValue("zstd, identity");
    byte[] first = Arrays.copyOf(RAW, 1_000_000);
    var zeros = new ZerosPacked(new ByteArrayInputStream(first), first.length);
    assertThat(packed(upload, 0, zeros.readAllBytes()).statusCode()).isEqualTo(204);
    assertThat(offset(upload)).isEqualTo(1_000_000);
    byte[] rest = Zstd.compress(Arrays.copyOfRange(RAW, 1_000_000, RAW.length));
    HttpResponse<String> cut = packed(upload, 1_000_000, Arrays.copyOf(rest, 500_000));
    assertThat(cut.statusCode()).isEqualTo(400);
    long at = offset(upload);
    assertThat(cut.headers().firstValue("Upload-Offset")).hasValue("" + at);
    assertThat(at).isBetween(1_000_000L, 1_600_000L);
    rest = Zstd.compress(Arrays.copyOfRange(RAW, (int) at, RAW.length));
    assertThat(packed(upload, at, rest).statusCode()).isEqualTo(204);
    assertThere(storage);
  }

  @Test
  void whatIsPackedOtherwiseThanItSaysIsNotTaken() throws Exception {
    String upload = begun(RAW.length);
    assertThat(packed(upload, 0, Arrays.copyOf(RAW, 1000)).statusCode()).isEqualTo(400);
    assertThat(offset(upload)).isZero();
    byte[] some = Zstd.compress(Arrays.copyOf(RAW, 1000));
    for (String coding : List.of("gzip", "zstd, zstd", "br")) {
      HttpResponse<String> refused =
          send(part(request(upload), 0, some).header("Content-Encoding", coding));
      assertThat(refused.statusCode()).as(coding).isEqualTo(415);
      assertThat(refused.headers().firstValue("Accept-Encoding")).hasValue("zstd, identity");
    }
    HttpResponse<String> refused =
        send(
            part(request(upload), 0, some)
                .header("Content-Encoding", "zstd")
                .header("Upload-Checksum", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(house.query(Caller.SYSTEM, "status=Ready")).isEmpty();
  }

  private HttpResponse<String> packed(String upload, long at, byte[] bytes) throws Exception {
    return send(part(request(upload), at, bytes).header("Content-Encoding", "zstd"));
  }

  @Test
  void tellsEverybodyWhatItCanDo() throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/zstack/v1/images/x/uploads"))
            .method("OPTIONS", BodyPublishers.noBody())
            .build();
    HttpResponse<String> told = http.send(ask, BodyHandlers.ofString());
    assertThat(told.statusCode()).isEqualTo(204);
    assertThat(told.headers().firstValue("Tus-Version")).hasValue("1.0.0");
    assertThat(told.headers().firstValue("Tus-Extension"))
        .hasValue("creation,termination,expiration,checksum");
  }

  @Test
  void anImageComesInPartsOntoStoragesOfBothKinds() throws Exception {
    try (OpenSshServer ssh = OpenSshServer.start()) {
      Storage remote = house.sftpStorage("remote", ssh, ssh.shellAccount());
      String all = awaited(storage, remote);
      HttpResponse<String> created =
          send(
              request(all)
                  .header("Upload-Length", "" + RAW.length)
                  .header("Upload-Metadata", "filename eA==,final")
                  .POST(BodyPublishers.noBody()));
      String upload = URI.create(created.headers().firstValue("Location").orElseThrow()).getPath();
      assertThat(offset(upload)).isZero();
      patched(upload, 0, 1_000_001);
      HttpResponse<String> told = head(upload);
      assertThat(told.headers().firstValue("Upload-Offset")).hasValue("1000001");
      assertThat(told.headers().firstValue("Upload-Length")).hasValue("" + RAW.length);
      assertThat(told.headers().firstValue("Upload-Metadata")).hasValue("filename eA==,final");
      patched(upload, 1_000_001, 1_000_001);
      killAndRestart();
      assertThat(offset(upload)).isEqualTo(1_000_001);
      patched(upload, 1_000_001, 2_000_000);
      patched(upload, 2_000_000, RAW.length);
      assertThere(storage, remote);
      assertThat(offset(upload)).isEqualTo(RAW.length); // who missed the answer learns it so
    }
  }

  @Test
  void whatCameOfAPartThatBrokeOffIsKept() throws Exception {
    String upload = begun(RAW.length);
    try (Socket half = halfSent(upload, 1_234_567)) {
      assertThat(half.isConnected()).isTrue();
    }
    Awaitility.await().until(() -> offset(upload) == 1_234_567);
    killAndRestart();
    assertThat(offset(upload)).isEqualTo(1_234_567);
    patched(upload, 1_234_567, RAW.length);
    assertThere(storage);
  }

  /** A part that announces the whole and sends so much of it. */
  private Socket halfSent(String upload, int bytes) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    OutputStream out = socket.getOutputStream();
    out.write(
        """
        PATCH %s HTTP/1.1\r
        Host: x\r
        Authorization: OAuth x\r
        Tus-Resumable: 1.0.0\r
        Content-Type: application/offset+octet-stream\r
        Upload-Offset: 0\r
        Content-Length: %d\r
        \r
        """
            .formatted(upload, RAW.length)
            .getBytes(StandardCharsets.US_ASCII));
    out.write(RAW, 0, bytes);
    out.flush();
    return socket;
  }

  @Test
  void ofTwoSendersOneHasToWait() throws Exception {
    String upload = begun(RAW.length);
    try (Socket half = halfSent(upload, 700_000)) {
      Awaitility.await().until(() -> patch(upload, RAW, 0, 10).statusCode() == 423);
      half.getOutputStream().write(RAW, 700_000, RAW.length - 700_000);
      half.getOutputStream().flush();
      assertThere(storage);
    }
  }

  @Test
  void aRunThatWasTakenOverMovesNothingAnyMore() throws Exception {
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    try (Socket paused = halfSent(upload, 0)) {
      house.takeOver();
      server.stop();
      serve();
      Awaitility.await().until(() -> patch(upload, RAW, 1_000_000, 2_000_000).statusCode() == 204);
      assertThat(paused.isConnected()).isTrue();
    }
    assertThat(offset(upload)).isEqualTo(2_000_000);
    patched(upload, 2_000_000, RAW.length);
    assertThere(storage);
  }

  @Test
  void aRunThatWasPausedInTheMidstOfAPartHarmsNothingWhenItGoesOn() throws Exception {
    var reached = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    house.around =
        driver ->
            new ForwardingDriver(driver) {
              @Override
              public AtomicWrite resume(
                  StoragePath path, String writeId, long offset, long expectedLength)
                  throws StorageException {
                AtomicWrite write = super.resume(path, writeId, offset, expectedLength);
                return writeId.endsWith("-1") ? new HeldCheckpoint(write, reached, over) : write;
              }
            };
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    byte[] others = new byte[500_000];
    Thread sender = Thread.ofVirtual().start(() -> patchQuietly(upload, others, 1_000_000));
    reached.await();
    var paused = house.takeOver();
    Javalin before = server;
    serve();
    assertThat(offset(upload)).isEqualTo(1_000_000);
    Awaitility.await().until(() -> patch(upload, RAW, 1_000_000, 2_000_000).statusCode() == 204);
    over.countDown();
    sender.join();
    assertThat(offset(upload)).isEqualTo(2_000_000);
    patched(upload, 2_000_000, RAW.length);
    assertThere(storage);
    before.stop();
    assertThat(paused.runningJobs()).isZero();
  }

  /** Its caller is paused before what it wrote is made durable. */
  private static final class HeldCheckpoint extends ForwardingWrite {
    private final CountDownLatch reached;
    private final CountDownLatch over;

    HeldCheckpoint(AtomicWrite write, CountDownLatch reached, CountDownLatch over) {
      super(write);
      this.reached = reached;
      this.over = over;
    }

    @Override
    public void checkpoint() throws StorageException {
      reached.countDown();
      boolean interrupted = false;
      while (over.getCount() > 0) {
        try {
          over.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      super.checkpoint();
    }
  }

  @Test
  void anImageWhoseLastByteCameBeforeAKillIsThereWithoutItsSender() throws Exception {
    var reached = new CountDownLatch(1);
    var killed = new CountDownLatch(1);
    house.around =
        driver ->
            new ForwardingDriver(driver) {
              @Override
              public AtomicWrite create(StoragePath path, String writeId, long length)
                  throws StorageException {
                AtomicWrite write = super.create(path, writeId, length);
                return writeId.endsWith("-1") && length == RAW.length
                    ? new HeldCommit(write, reached, killed)
                    : write;
              }
            };
    String upload = begun(RAW.length);
    Thread sender = Thread.ofVirtual().start(() -> patchQuietly(upload, RAW, 0));
    reached.await();
    assertThat(storage.files()).hasSize(1);
    killAndRestart();
    killed.countDown();
    assertThere(storage);
    assertThat(offset(upload)).isEqualTo(RAW.length);
    sender.interrupt();
    sender.join();
  }

  private void patchQuietly(String upload, byte[] bytes, long at) {
    try {
      send(part(request(upload), at, bytes));
    } catch (Exception e) {
      // Its server was killed.
    }
  }

  private static final class HeldCommit extends ForwardingWrite {
    private final CountDownLatch reached;
    private final CountDownLatch killed;

    HeldCommit(AtomicWrite write, CountDownLatch reached, CountDownLatch killed) {
      super(write);
      this.reached = reached;
      this.killed = killed;
    }

    @Override
    public void commit(Fence fence) throws StorageException {
      reached.countDown();
      try {
        killed.await();
      } catch (InterruptedException e) {
        throw new StorageException(StorageException.Reason.FAILED, "killed", e);
      }
      super.commit(fence);
    }
  }

  @Test
  void aPackedImageIsUnpackedWhenAllOfItIsThere() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(RAW);
    }
    byte[] packed = bytes.toByteArray();
    String upload = begun(packed.length);
    for (int at = 0; at < packed.length; at += 1_000_003) {
      HttpResponse<String> sent =
          patch(upload, packed, at, Math.min(at + 1_000_003, packed.length));
      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(204);
    }
    assertThere(storage);
  }

  @Test
  void whatLiesThereOtherwiseThanItWasWrittenIsNotGoneOnWith() throws Exception {
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    try (FileChannel part =
        FileChannel.open(storage.files().getFirst(), StandardOpenOption.WRITE)) {
      part.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 500_000);
    }
    killAndRestart();
    HttpResponse<String> refused = patch(upload, RAW, 1_000_000, 2_000_000);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    assertThat(offset(upload)).isZero();
    patched(upload, 0, RAW.length);
    assertThere(storage);
  }

  @Test
  void aPartWithAnotherChecksumIsNotKept() throws Exception {
    String upload = begun(RAW.length);
    patched(upload, 0, 500_000);
    byte[] next = Arrays.copyOfRange(RAW, 500_000, 1_500_000);
    String right =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(next));
    byte[] spoilt = next.clone();
    spoilt[999_999]++;
    HttpResponse<String> refused =
        send(part(request(upload), 500_000, spoilt).header("Upload-Checksum", "sha1 " + right));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(460);
    assertThat(offset(upload)).isEqualTo(500_000);
    HttpResponse<String> taken =
        send(part(request(upload), 500_000, next).header("Upload-Checksum", "sha1 " + right));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(204);
    assertThat(
            send(part(request(upload), 1_500_000, next).header("Upload-Checksum", "crc32 AAAA"))
                .statusCode())
        .isEqualTo(400);
    patched(upload, 1_500_000, 2_000_000);
    byte[] last = Arrays.copyOfRange(RAW, 2_000_000, RAW.length);
    HttpResponse<String> wrongLast =
        send(part(request(upload), 2_000_000, last).header("Upload-Checksum", "sha1 " + right));
    assertThat(wrongLast.statusCode()).as(wrongLast.body()).isEqualTo(460);
    assertThat(offset(upload)).isEqualTo(2_000_000);
    patched(upload, 2_000_000, RAW.length);
    assertThere(storage);
  }

  @Test
  void ofAPartThatHasMoreThanIsMissingNothingIsKeptEvenIfItTellsNoLength() throws Exception {
    String upload = begun(RAW.length);
    byte[] tooMany = Arrays.copyOf(RAW, RAW.length + 1);
    for (int at : List.of(0, 1_000_000)) {
      if (at > 0) {
        patched(upload, 0, at);
      }
      byte[] rest = Arrays.copyOfRange(tooMany, at, tooMany.length);
      HttpResponse<String> refused = send(chunked(request(upload), at, rest));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("more than the %d bytes".formatted(RAW.length - at));
      assertThat(offset(upload)).isEqualTo(at);
      assertThat(packed(upload, at, Zstd.compress(rest)).statusCode()).isEqualTo(400);
      assertThat(offset(upload)).isEqualTo(at);
    }
    byte[] rest = Arrays.copyOfRange(RAW, 1_000_000, RAW.length);
    assertThat(send(chunked(request(upload), 1_000_000, rest)).statusCode()).isEqualTo(204);
    assertThere(storage);
  }

  private static HttpRequest.Builder chunked(HttpRequest.Builder request, long at, byte[] bytes) {
    return part(request, at, bytes)
        .method("PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
  }

  @Test
  void whatIsOtherwiseThanTheProtocolSaysIsRefusedAndTheUploadGoesOn() throws Exception {
    String all = awaited(storage);
    for (String length : List.of("", "0", "-1", "x", "1e6", "99999999999999999999")) {
      assertThat(
              send(request(all).header("Upload-Length", length).POST(BodyPublishers.noBody()))
                  .statusCode())
          .as(length)
          .isEqualTo(400);
    }
    assertThat(
            send(request(all).header("Upload-Defer-Length", "1").POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(400);
    assertThat(create(all, 1L << 50).statusCode()).isEqualTo(413);
    assertThat(head(all + "/0123456789abcdef0123456789abcdef").statusCode()).isEqualTo(404);
    String upload = begun(all, RAW.length);
    patched(upload, 0, 1000);
    assertThat(patch(upload, RAW, 0, 1000).statusCode()).isEqualTo(409);
    assertThat(patch(upload, RAW, 2000, 3000).statusCode()).isEqualTo(409);
    byte[] tooMany = new byte[RAW.length];
    assertThat(send(part(request(upload), 1000, tooMany)).statusCode()).isEqualTo(400);
    assertThat(
            send(request(upload)
                    .header("Content-Type", "application/octet-stream")
                    .header("Upload-Offset", "1000")
                    .method("PATCH", BodyPublishers.ofByteArray(tooMany)))
                .statusCode())
        .isEqualTo(415);
    assertThat(create(all, RAW.length).statusCode()).isEqualTo(409);
    assertThat(whole().statusCode()).isEqualTo(409);
    HttpResponse<String> old =
        send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + upload))
                .header("Authorization", "OAuth x")
                .HEAD());
    assertThat(old.statusCode()).isEqualTo(412);
    assertThat(offset(upload)).isEqualTo(1000);
    HttpResponse<String> overridden =
        send(
            request(upload)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", "1000")
                .POST(BodyPublishers.ofByteArray(Arrays.copyOfRange(RAW, 1000, RAW.length))));
    assertThat(overridden.statusCode()).as(overridden.body()).isEqualTo(204);
    assertThere(storage);
  }

  @Test
  void nobodyElseLearnsOfAnUpload() throws Exception {
    String upload = begun(RAW.length);
    HttpRequest.Builder[] asked = {
      others(upload).HEAD(),
      part(others(upload), 0, RAW),
      others(upload).DELETE(),
      others(upload.substring(0, upload.lastIndexOf('/')))
          .header("Upload-Length", "9")
          .POST(BodyPublishers.noBody())
    };
    for (HttpRequest.Builder request : asked) {
      assertThat(send(request).statusCode()).isEqualTo(404);
    }
    assertThat(
            send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + upload))
                    .header("Tus-Resumable", "1.0.0")
                    .HEAD())
                .statusCode())
        .isEqualTo(401);
    assertThat(offset(upload)).isZero();
  }

  private HttpRequest.Builder others(String path) {
    return request(path).setHeader("Authorization", "OAuth other");
  }

  private HttpResponse<String> whole() throws Exception {
    return http.send(
        request("/zstack/v1/images/" + imageUuid() + "/upload")
            .PUT(BodyPublishers.ofByteArray(RAW))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void anUploadThatIsEndedLeavesItsPlaceToAnother() throws Exception {
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    assertThat(send(request(upload).DELETE()).statusCode()).isEqualTo(204);
    assertThat(head(upload).statusCode()).isEqualTo(404);
    assertThat(patch(upload, RAW, 1_000_000, RAW.length).statusCode()).isEqualTo(404);
    assertThat(storage.files()).isEmpty();
    assertThat(whole().statusCode()).isEqualTo(200);
    assertThere(storage);
  }

  @Test
  void anUploadThatNobodyGoesOnWithIsGivenUpAndItsBytesGo() throws Exception {
    house.settings.uploadIdle = Duration.ofSeconds(1);
    house.settings.resumableIdle = Duration.ofSeconds(3);
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    assertThat(house.failed(house.end(job)).details())
        .contains("image/upload.resumable.max.idle.duration.in.seconds");
    assertThat(head(upload).statusCode()).isEqualTo(404);
    assertThat(Files.exists(storage.root().resolve("rootVolumeTemplates"))).isTrue();
    house.assertClean(storage);
    assertThat(storage.files()).isEmpty();
  }

  @Test
  void deletingTheImageCutsAPartThatIsComing() throws Exception {
    String upload = begun(RAW.length);
    try (Socket half = halfSent(upload, 1_000_000)) {
      Awaitility.await()
          .until(() -> house.uploadDetails(imageUuid()).getFirst().offset() == 1_000_000);
      house.run("DeleteImage", Map.of("uuid", imageUuid()));
      assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
      assertThat(half.getInputStream().read()).isNotNegative(); // its sender is told
    }
    house.assertClean(storage);
    assertThat(storage.files()).isEmpty();
  }

  @Test
  void deletingTheImageEndsItsUploadAndItsBytesGo() throws Exception {
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    house.run("DeleteImage", Map.of("uuid", imageUuid()));
    assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
    assertThat(head(upload).statusCode()).isEqualTo(404);
    house.assertClean(storage);
    assertThat(storage.files()).isEmpty();
  }
}
