package org.strongroom.storage.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.StoreFaults.Fault;
import org.strongroom.storage.driver.StoreFaults.Trouble;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.testing.HttpGate;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket whose store is busy, or whose calls and answers get lost on their way. */
class S3FaultsTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String ID = "00112233445566778899aabbccddeeff";
  private static final StoragePath FILE = StoragePath.of("dir/file");

  /** Two parts. */
  private static final byte[] CONTENT = new byte[(int) PartSizes.SMALLEST + 1000];

  private static S3ProxyServer store;
  private static S3Client outside;

  private final String name = "faults-" + NUMBER.incrementAndGet();
  private final Connections connections = Connections.toLoopback();
  private HttpGate gate;
  private S3Driver driver;

  @BeforeAll
  static void start() {
    new Random(1).nextBytes(CONTENT);
    store = S3ProxyServer.startOpen(); // signatures name the address of the gate
    outside = store.client();
  }

  @AfterAll
  static void stop() {
    outside.close();
    store.close();
  }

  @BeforeEach
  void open() {
    gate = new HttpGate(store.endpoint());
    outside.createBucket(r -> r.bucket(name));
    driver = connections.driver(place());
  }

  private S3Place place() {
    return new S3Place(
        new BucketAccess(
            gate.endpoint(),
            BucketAccess.DEFAULT_REGION,
            name,
            new BucketCredential.AccessKey("key", "secret")),
        "zone",
        S3Place.ObjectOptions.USUAL);
  }

  @AfterEach
  void close() throws IOException {
    driver.close();
    gate.close();
    connections.close();
  }

  private void write() throws IOException {
    write(driver);
  }

  private static void write(S3Driver driver) throws IOException {
    try (AtomicWrite write = driver.create(FILE, ID, CONTENT.length)) {
      write.write(CONTENT, 0, CONTENT.length / 2);
      write.checkpoint();
      write.write(CONTENT, CONTENT.length / 2, CONTENT.length - CONTENT.length / 2);
      write.commit();
    }
  }

  private List<String> keys() {
    return outside.listObjectsV2(r -> r.bucket(name)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private int uploads() {
    return outside.listMultipartUploads(r -> r.bucket(name)).uploads().size();
  }

  /** Not even an upload whose name was in the answer that got lost. */
  @ParameterizedTest
  @EnumSource
  void whateverBefallsOneCallNothingIsLeft(Fault fault) throws IOException {
    boolean reached = true;
    int stride = fault == Fault.UNANSWERED ? 1 : 3; // what was done twice leaves more than the rest
    for (int call = 1; reached; call += stride) {
      BooleanSupplier come = gate.answerNth(call, exchange -> fault.give(exchange, gate));
      write();
      reached = come.getAsBoolean();
      gate.forget();
      assertThat(keys()).as("%s of call %d", fault, call).containsExactly("zone/dir/file");
      assertThat(uploads()).as("uploads after %s of call %d", fault, call).isZero();
      assertThat(
              outside
                  .getObjectAsBytes(r -> r.bucket(name).key("zone/dir/file"))
                  .asByteArrayUnsafe())
          .isEqualTo(CONTENT);
      driver.delete(FILE);
    }
  }

  /** Every kind of call that a file's life has. */
  private static final List<String> CALLS =
      List.of(
          "PUT .*partNumber=2.*",
          "POST .*uploadId.*",
          "GET /[^/]*/?\\?.*prefix.*",
          "HEAD .*/file",
          "GET .*/file");

  @ParameterizedTest
  @EnumSource
  @Timeout(120) // an hour of patience is none
  void troubleAtEveryKindOfCallPasses(Trouble trouble) throws IOException {
    try (Connections impatient =
            Connections.toLoopback(
                trouble == Trouble.LATE ? Duration.ofSeconds(1) : Duration.ofSeconds(60));
        S3Driver other = impatient.driver(place())) {
      for (String call : CALLS) {
        gate.answer(call, 1, exchange -> trouble.give(exchange, gate));
      }
      write(other);
      assertThat(other.list(StoragePath.of("dir")))
          .extracting(StorageEntry::path)
          .containsExactly(FILE);
      try (InputStream in = other.read(FILE, 0)) {
        assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      }
      for (String call : CALLS) {
        assertThat(gate.asked(call)).as(call).isGreaterThan(1);
      }
      assertThat(keys()).containsExactly("zone/dir/file");
      assertThat(uploads()).isZero();
    }
  }

  /** Stores that have begun to answer before they know say so in the body. */
  @Test
  void aSuccessThatTellsOfAFailureIsNone() throws IOException {
    String failed = "<Error><Code>InternalError</Code><Message>try again</Message></Error>";
    gate.answer("POST .*uploadId.*", 1, 200, "Content-Type", "application/xml", failed);
    write();
    assertThat(gate.asked("POST .*uploadId.*")).isEqualTo(2);
    assertThat(keys()).containsExactly("zone/dir/file");
    String refused = "<Error><Code>AccessDenied</Code><Message>not you</Message></Error>";
    gate.answer("POST .*uploadId.*", 1000, 200, "Content-Type", "application/xml", refused);
    driver.delete(FILE);
    assertFails(this::write).hasMessageContaining("AccessDenied: not you");
    driver.abandon(FILE, ID);
    assertThat(keys()).isEmpty();
    assertThat(uploads()).isZero();
  }

  /** What a store refuses, by which call, and what is to be told of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PUT .*partNumber.*   | 403 | AccessDenied          | no  | lacks the right s3:PutObject             | PERMISSION_DENIED
          POST .*uploads.*     | 403 | AccessDenied          | no  | lacks the right s3:PutObject             | PERMISSION_DENIED
          GET .*prefix.*       | 403 | AccessDenied          | no  | lacks the right s3:ListBucket            | PERMISSION_DENIED
          HEAD .*/file         | 403 | AccessDenied          | no  | lacks the right s3:GetObject             | PERMISSION_DENIED
          DELETE .*/file       | 403 | AccessDenied          | WORM protected | lacks the right s3:DeleteObject, or the object is locked (AccessDenied: WORM protected) | PERMISSION_DENIED
          DELETE .*/file       | 403 | ObjectLocked          | until 2031 | ObjectLocked: until 2031        | PERMISSION_DENIED
          PUT .*partNumber.*   | 403 | QuotaExceeded         | user's | QuotaExceeded: user's                 | NO_SPACE
          PUT .*partNumber.*   | 507 | XMinioStorageFull     | full | XMinioStorageFull: full                 | NO_SPACE
          PUT .*partNumber.*   | 403 | InvalidAccessKeyId    | who | the credential is not taken (InvalidAccessKeyId: who) | CREDENTIALS_REJECTED
          PUT .*partNumber.*   | 403 | ExpiredToken          | over | ExpiredToken: over                      | CREDENTIALS_REJECTED
          PUT .*partNumber.*   | 404 | NoSuchBucket          | gone | there is no such bucket                 | NOT_FOUND
          PUT .*partNumber.*   | 400 | AuthorizationHeaderMalformed | elsewhere | AuthorizationHeaderMalformed: elsewhere | FAILED
          PUT .*partNumber.*   | 301 | PermanentRedirect     | go | name the endpoint and the region            | FAILED
          """)
  void whatIsRefusedIsToldInTheStoresWordsAndWithTheRight(
      String call, int status, String code, String words, String told, Reason reason)
      throws IOException {
    write();
    String error = "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, words);
    // HEAD has no words: they are asked for by GET
    for (String pattern : call.startsWith("HEAD") ? List.of(call, "GET .*/file") : List.of(call)) {
      gate.answer(pattern, 1000, status, "Content-Type", "application/xml", error);
    }
    assertFails(
            reason,
            () -> {
              driver.list(StoragePath.of("dir"));
              driver.stat(FILE);
              driver.delete(FILE);
              write();
            })
        .hasMessageContaining(told);
    gate.forget();
    driver.abandon(FILE, ID);
    assertThat(uploads()).isZero();
  }

  @Test
  void aStoreThatStaysBusyIsToldWithItsOwnWords() throws IOException {
    gate.answer("PUT .*partNumber.*", 1000, exchange -> Fault.BUSY.give(exchange, gate));
    assertFails(Reason.UNREACHABLE, this::write).hasMessageContaining("503 (SlowDown");
    assertThat(gate.asked("PUT .*partNumber=1.*")).isEqualTo(Connections.PATIENCE.attempts());
    driver.abandon(FILE, ID);
    assertThat(keys()).isEmpty();
    assertThat(uploads()).isZero();
  }

  /** As Ceph's RGW answers the owner of a bucket. */
  private void tellQuotas(String ofBucket, String ofUser) {
    gate.forget();
    gate.answer(
        "HEAD /" + name + "/?",
        1000,
        exchange -> {
          exchange.getResponseHeaders().set("X-RGW-Object-Count", "1");
          exchange.getResponseHeaders().set("X-RGW-Bytes-Used", "3000");
          exchange.getResponseHeaders().set("X-RGW-Quota-User-Size", ofUser);
          exchange.getResponseHeaders().set("X-RGW-Quota-User-Objects", "-1");
          exchange.getResponseHeaders().set("X-RGW-Quota-Max-Buckets", "1000");
          exchange.getResponseHeaders().set("X-RGW-Quota-Bucket-Size", ofBucket);
          exchange.getResponseHeaders().set("X-RGW-Quota-Bucket-Objects", "-1");
          HttpGate.reply(exchange, 200, new byte[0]);
        });
  }

  @Test
  void theNarrowestQuotaThatTheStoreTellsIsTheCapacity() throws IOException {
    assertThat(driver.connect().capacity()).isEqualTo(Capacity.unlimited());
    tellQuotas("-1", "-1");
    assertThat(driver.ping(Duration.ofSeconds(20))).isEqualTo(Capacity.unlimited());
    tellQuotas("1000000", "-1");
    assertThat(driver.ping(Duration.ofSeconds(20))).isEqualTo(new Capacity(1_000_000, 997_000));
    tellQuotas("1000000", "500000");
    assertThat(driver.capacity()).isEqualTo(new Capacity(500_000, 497_000));
    tellQuotas("1000", "-1");
    assertThat(driver.facts().capacity()).isEqualTo(new Capacity(1000, 0));
    tellQuotas("much", "99999999999999999999999");
    assertThat(driver.capacity()).isEqualTo(Capacity.unlimited());
  }
}
