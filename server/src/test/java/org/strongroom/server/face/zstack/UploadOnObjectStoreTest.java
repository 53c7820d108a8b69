package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.image.ImageHouse.image;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.image.ImageHouse;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.job.JobEngine;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;
import org.strongroom.storage.driver.layer.ForwardingWrite;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.client.Patience;
import org.strongroom.storage.driver.swift.SwiftDriver;
import org.strongroom.storage.driver.swift.session.SwiftAccess;
import org.strongroom.storage.driver.swift.session.SwiftLogin;
import org.strongroom.storage.driver.swift.session.SwiftTimeouts;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.S3Server;
import org.strongroom.testing.SwiftServer;
import software.amazon.awssdk.services.s3.S3Client;

/** Uploads in parts into object stores go on when their server was killed, or was only paused. */
class UploadOnObjectStoreTest {
  enum Kind {
    S3,
    SWIFT
  }

  private static final byte[] RAW = new byte[20_000_000];
  private static final String STORE = "uploads";
  private static final Map<Kind, S3Server> SERVERS = new EnumMap<>(Kind.class);
  private static final ExecutorService HASHING = Executors.newFixedThreadPool(2);
  private static GuardedHttp guarded;

  static {
    new Random(6).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private ImageHouse house;
  private StorageDriver store;
  private Javalin server;
  private String job;

  @BeforeAll
  static void startStores() throws NoSuchAlgorithmException {
    SERVERS.put(Kind.S3, S3ProxyServer.start());
    SERVERS.put(Kind.SWIFT, SwiftServer.start());
    guarded =
        GuardedHttp.keeping(
            new AddressGuard(List.of(Network.parse("127.0.0.0/8"))),
            SourceTimeouts.DEFAULT,
            SSLContext.getDefault());
    try (S3Client client = SERVERS.get(Kind.S3).client()) {
      client.createBucket(r -> r.bucket(STORE));
    }
  }

  @AfterAll
  static void stopStores() throws IOException {
    guarded.close();
    HASHING.shutdownNow();
    SERVERS.values().forEach(S3Server::close);
  }

  private static StorageDriver driver(Kind kind) {
    S3Server.Login login = SERVERS.get(kind).owner();
    return switch (kind) {
      case S3 ->
          new BucketConnector(guarded, InstantSource.system(), HASHING)
              .driver(
                  new S3Place(
                      new BucketAccess(
                          SERVERS.get(kind).endpoint(),
                          BucketAccess.DEFAULT_REGION,
                          STORE,
                          new BucketCredential.AccessKey(login.accessKey(), login.secretKey())),
                      "images",
                      S3Place.ObjectOptions.USUAL),
                  new Patience(2, Duration.ofMillis(10), Duration.ofMillis(100)));
      case SWIFT ->
          new SwiftDriver(
              new SwiftAccess(
                  ((SwiftServer) SERVERS.get(kind)).authUrl(),
                  SwiftLogin.Password.ofTempAuth(login.accessKey(), login.secretKey()),
                  Optional.empty(),
                  SwiftAccess.Interface.PUBLIC,
                  STORE,
                  "images",
                  true,
                  Optional.empty()),
              guarded,
              SwiftTimeouts.DEFAULT,
              InstantSource.system());
    };
  }

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
  }

  /** Where the upload of an image to a storage in the store is. */
  private String awaited(Kind kind) throws Exception {
    store = driver(kind);
    store.connect();
    house.around = local -> held(driver(kind));
    Storage storage = house.directoryStorage("store");
    byte[] marker =
        "{\"version\":1,\"storageUuid\":\"%s\"}"
            .formatted(storage.uuid())
            .getBytes(StandardCharsets.UTF_8);
    try (AtomicWrite write =
        store.create(StoragePath.of(".strongroom-storage"), "0".repeat(32), marker.length)) {
      write.write(marker, 0, marker.length);
      write.commit();
    }
    serve();
    job = house.start("AddImage", image("x", "upload://x", storage));
    String uuid = house.query(Caller.SYSTEM).getFirst().uuid();
    HttpResponse<String> created =
        send(
            request("/zstack/v1/images/" + uuid + "/uploads")
                .header("Upload-Length", "" + RAW.length)
                .POST(BodyPublishers.noBody()));
    return URI.create(created.headers().firstValue("Location").orElseThrow()).getPath();
  }

  /** The first run is paused before it commits, if a test says so. */
  private StorageDriver held(StorageDriver driver) {
    return new ForwardingDriver(driver) {
      @Override
      public AtomicWrite create(StoragePath path, String writeId, long length)
          throws StorageException {
        AtomicWrite write = super.create(path, writeId, length);
        return writeId.endsWith("-1") && length == RAW.length ? new HeldCommit(write) : write;
      }
    };
  }

  private final CountDownLatch committing = new CountDownLatch(1);
  private volatile CountDownLatch over = new CountDownLatch(0);

  private final class HeldCommit extends ForwardingWrite {
    HeldCommit(AtomicWrite write) {
      super(write);
    }

    @Override
    public void commit(Fence fence) throws StorageException {
      committing.countDown();
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      super.commit(fence);
    }
  }

  private void serve() {
    ImageAnswers answers = new ImageAnswers(new ZStackJson(ZoneOffset.UTC));
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  new ResumableUploadHandler(
                          house.images.resumableUploads(),
                          ctx -> Caller.SYSTEM,
                          answers,
                          ctx -> "http://" + ctx.host())
                      .register(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void close() throws IOException {
    server.stop();
    house.close();
    store.deleteTree(StoragePath.of("rootVolumeTemplates"));
    store.delete(StoragePath.of(".strongroom-storage"));
    store.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Tus-Resumable", "1.0.0");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private long offset(String upload) throws Exception {
    return send(request(upload).HEAD()).headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  private HttpResponse<String> patch(String upload, int from, int to) throws Exception {
    return send(
        request(upload)
            .header("Content-Type", "application/offset+octet-stream")
            .header("Upload-Offset", "" + from)
            .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(RAW, from, to))));
  }

  private void patched(String upload, int from, int to) throws Exception {
    HttpResponse<String> sent = patch(upload, from, to);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(204);
  }

  /** Whole, with the digest of what came, and with nothing left of any run. */
  private void assertThere(Kind kind) throws Exception {
    ImageInventory image = house.added(house.end(job));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(RAW);
    assertThat(image.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
    StoragePath directory = StoragePath.of("rootVolumeTemplates");
    while (store.list(directory).getFirst().kind() == StorageEntry.Kind.DIRECTORY) {
      directory = store.list(directory).getFirst().path();
    }
    List<StorageEntry> files = store.list(directory);
    assertThat(files).hasSize(2); // the image and its manifest
    StorageEntry file =
        files.stream().filter(each -> each.size() == RAW.length).findFirst().orElseThrow();
    try (var in = store.read(file.path(), 0)) {
      assertThat(Arrays.equals(in.readAllBytes(), RAW)).isTrue();
    }
    if (kind == Kind.S3) {
      try (S3Client client = SERVERS.get(kind).client()) {
        assertThat(client.listMultipartUploads(r -> r.bucket(STORE)).uploads()).isEmpty();
      }
    } else {
      assertThat(((SwiftServer) SERVERS.get(kind)).names(STORE + "_segments"))
          .noneMatch(name -> name.contains("journal") || name.contains("tail"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void goesOnAfterAKillAndAfterAPause(Kind kind) throws Exception {
    String upload = awaited(kind);
    patched(upload, 0, 9_000_001);
    house.crashAndRestart();
    server.stop();
    serve();
    assertThat(offset(upload)).isEqualTo(9_000_001);
    patched(upload, 9_000_001, 18_500_000);
    patched(upload, 18_500_000, 18_600_000);

    JobEngine paused = house.takeOver();
    Javalin before = server;
    serve();
    assertThat(offset(upload)).isEqualTo(18_600_000);
    Awaitility.await().until(() -> patch(upload, 18_600_000, 19_000_000).statusCode() == 204);
    patched(upload, 19_000_000, RAW.length);

    assertThere(kind);
    assertThat(offset(upload)).isEqualTo(RAW.length);
    before.stop();
    paused.stop(Duration.ZERO);
  }

  /** The paused run goes on when the later one has brought the file into its place. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsWholeIsThereWithoutItsSenderAndOnce(Kind kind) throws Exception {
    over = new CountDownLatch(1);
    String upload = awaited(kind);
    Thread sender = Thread.ofVirtual().start(() -> patchQuietly(upload));
    committing.await();
    house.takeOver();
    Javalin before = server;
    serve();
    assertThere(kind);
    over.countDown();
    sender.join();
    assertThere(kind);
    before.stop();
  }

  private void patchQuietly(String upload) {
    try {
      patch(upload, 0, RAW.length);
    } catch (Exception e) {
      // Its server was paused.
    }
  }
}
