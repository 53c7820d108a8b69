package org.strongroom.storage.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.strongroom.storage.driver.s3.TestObject.MIB;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.MultipartUpload;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.bucket.WriteTrial;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.S3Server;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;

/** What a bucket does, whichever store it is in. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BucketConformance {
  /** The smallest that stores take. */
  private static final long PART = 5L * MIB;

  private static final AtomicLong NUMBER = new AtomicLong();

  private Connections connections;
  private S3Client outside;
  private String name;
  private Bucket bucket;

  abstract S3Server server();

  @BeforeEach
  void makeBucket() {
    connections = Connections.toLoopback();
    outside = server().client();
    name = "bucket-" + NUMBER.incrementAndGet();
    outside.createBucket(r -> r.bucket(name).acl(BucketCannedACL.PUBLIC_READ));
    bucket = connections.open(server().endpoint(), name, server().owner());
  }

  @AfterEach
  void close() throws IOException {
    bucket.close();
    outside.close();
    connections.close();
  }

  @Test
  void aWritableBucketIsFoundToBeOneAndNothingStaysInIt() throws IOException {
    new WriteTrial(bucket).run();

    assertThat(keys("")).isEmpty();
  }

  @Test
  void aBucketThatIsNotThereIsToldFromAnObjectThatIsNot() throws IOException {
    assertThat(bucket.head("nothing")).isEmpty();
    try (Bucket missing = connections.open(server().endpoint(), "missing", server().owner())) {
      assertFails(new WriteTrial(missing)::run, Reason.NO_SUCH_BUCKET);
      assertFails(() -> missing.head("nothing"), Reason.NO_SUCH_BUCKET);
      assertFails(() -> missing.put("a", new byte[1]), Reason.NO_SUCH_BUCKET);
      assertFails(() -> missing.begin(new TestObject(1, 1).as("a")), Reason.NO_SUCH_BUCKET);
    }
  }

  @Test
  void aWrongSecretIsDeniedAndShownNowhere() throws IOException {
    var login = new S3Server.Login(server().owner().accessKey(), "not the secret at all");
    try (Bucket wrong = connections.open(server().endpoint(), name, login)) {
      assertFails(new WriteTrial(wrong)::run, Reason.DENIED);
      assertThatThrownBy(new WriteTrial(wrong)::run)
          .satisfies(e -> assertThat(everythingTold(e)).doesNotContain("not the secret at all"));
    }
  }

  @Test
  void anUnknownAccessKeyIsDenied() throws IOException {
    var login = new S3Server.Login("nobody", "secret");
    try (Bucket wrong = connections.open(server().endpoint(), name, login)) {
      assertFails(new WriteTrial(wrong)::run, Reason.DENIED);
    }
  }

  @Test
  void aBucketThatCanOnlyBeReadIsNotWritable() throws IOException {
    try (Bucket readOnly = connections.open(server().endpoint(), name, server().reader())) {
      assertFails(new WriteTrial(readOnly)::run, Reason.DENIED);
    }
    assertThat(keys("")).isEmpty();
  }

  @Test
  void nobodyAtTheAddressIsUnreachable() throws IOException {
    try (Bucket nowhere =
        connections.open(URI.create("http://127.0.0.1:1"), name, server().owner())) {
      assertFails(new WriteTrial(nowhere)::run, Reason.UNREACHABLE);
    }
  }

  @Test
  void addressesOfTheServerItselfAreRefused() throws IOException {
    try (var guarded = new Connections(java.time.InstantSource.system());
        Bucket local = guarded.open(server().endpoint(), name, server().owner())) {
      assertFails(new WriteTrial(local)::run, Reason.REFUSED_ADDRESS);
    }
  }

  @Test
  void whatIsPutIsThereUntilItIsDeleted() throws IOException {
    bucket.put("ovas/small", "some bytes".getBytes(StandardCharsets.UTF_8));

    ObjectFacts found = bucket.head("ovas/small").orElseThrow();
    assertThat(found.size()).isEqualTo(10);
    assertThat(found.sha256()).isEmpty();
    assertThat(read(found)).asString().isEqualTo("some bytes");
    try (InputStream rest = bucket.read(found, 5)) {
      assertThat(rest.readAllBytes()).asString().isEqualTo("bytes");
    }
    try (InputStream end = bucket.read(found, 10)) {
      assertThat(end.read()).isEqualTo(-1);
    }

    bucket.delete("ovas/small");
    bucket.delete("ovas/small");
    assertThat(bucket.head("ovas/small")).isEmpty();
    assertFails(() -> bucket.read(found, 0), Reason.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blanks and + signs.ova",
        "Ünïcödé/日本語/🙂.ova",
        "quotes\"'`&<>;=?#%25%2e%2e.ova",
        "...",
        "a/..b/c..",
        "trailing blank ",
        "back\\slash"
      })
  void keysOfAllKindsKeepTheirObjectsApart(String key) throws IOException {
    bucket.put(key, key.getBytes(StandardCharsets.UTF_8));

    assertThat(keys("")).containsExactly(key);
    assertThat(read(bucket.head(key).orElseThrow())).asString().isEqualTo(key);
    bucket.delete(key);
    assertThat(keys("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../other/a",
        "a/../b",
        "a/.",
        "/a",
        "a//b",
        "a\nb",
        "a\0b",
        "\ud800"
      })
  void keysThatCouldLeadElsewhereAreRefused(String key) {
    assertFails(() -> bucket.put(key, new byte[1]), Reason.INVALID_KEY);
    assertFails(() -> bucket.head(key), Reason.INVALID_KEY);
    assertFails(() -> bucket.delete(key), Reason.INVALID_KEY);
    assertFails(() -> bucket.begin(new TestObject(1, 1).as(key)), Reason.INVALID_KEY);
  }

  /** How many objects the server lists at a time. */
  int page() {
    return 1000;
  }

  @Test
  void moreObjectsThanOnePageHasAreListed() throws IOException {
    int many = page() + 50;
    IntStream.range(0, many)
        .parallel()
        .forEach(i ->
            outside.putObject(
                r -> r.bucket(name).key("many/%04d".formatted(i)), RequestBody.empty()));
    bucket.put("other", new byte[1]);

    List<ObjectFacts> all = bucket.list("many/", object -> true, 10_000);
    assertThat(all).hasSize(many);
    assertThat(all.getFirst().key()).isEqualTo("many/0000");
    assertThat(all.getLast().key()).isEqualTo("many/%04d".formatted(many - 1));
    assertThat(bucket.list("many/", object -> object.key().endsWith("9"), 7)).hasSize(7);
    assertThat(keys("none")).isEmpty();
  }

  @Test
  void anUploadInPartsBecomesOneObjectWithItsDigest() throws IOException {
    var ova = new TestObject(12 * MIB + 345, 1);
    var told = new AtomicLong();
    ObjectFacts made =
        bucket
            .begin(ova.as("big.ova"), PART)
            .send(
                ova,
                new TransferListener() {
                  @Override
                  public void progress(long bytes) {
                    told.set(bytes);
                  }
                });

    assertThat(made.size()).isEqualTo(ova.bytes().length);
    assertThat(made.sha256()).contains(ova.sha256());
    assertThat(told).hasValue(ova.bytes().length);
    assertThat(ova.bytesRead()).as("each byte is read once").isEqualTo(ova.bytes().length);
    assertThat(read(made)).isEqualTo(ova.bytes());
    assertThat(bucket.uploads().to("big.ova")).isEmpty();
    assertThat(keys("")).containsExactly("big.ova");
  }

  @Test
  void nothingIsThereBeforeAllOfItIs() throws IOException {
    var ova = new TestObject(11 * MIB, 2);
    MultipartUpload upload = bucket.begin(ova.as("late.ova"), PART);
    assertThatThrownBy(() -> upload.send(ova, stoppingAt(9 * MIB)))
        .isInstanceOf(IOException.class)
        .hasMessage("stopped here");

    assertThat(bucket.head("late.ova")).isEmpty();
    assertThat(keys("")).isEmpty();
    assertThat(bucket.uploads().to("late.ova")).containsExactly(upload.uploadId());
  }

  @Test
  void anUploadGoesOnWhereAKilledClientLeftIt() throws IOException {
    var ova = new TestObject(16 * MIB, 3);
    MultipartUpload begun = bucket.begin(ova.as("resumed.ova"), PART);
    assertThatThrownBy(() -> begun.send(ova, stoppingAt(12 * MIB))).hasMessage("stopped here");

    try (CuttingProxy proxy = CuttingProxy.to(server().endpoint());
        Bucket later = connections.open(proxy.endpoint(), name, server().owner())) {
      ObjectFacts made =
          later
              .resume(ova.as("resumed.ova"), begun.uploadId(), begun.partSize())
              .send(ova, TransferListener.NONE);

      assertThat(proxy.forwarded()).as("two parts are there already").isBetween(6L * MIB, 8L * MIB);
      assertThat(read(made)).isEqualTo(ova.bytes());
    }
  }

  @Test
  void aPartThatIsNotOfThisSourceIsSentAgain() throws IOException {
    var ova = new TestObject(11 * MIB, 4);
    MultipartUpload upload = bucket.begin(ova.as("mixed.ova"), PART);
    outside.uploadPart(
        r -> r.bucket(name).key("mixed.ova").uploadId(upload.uploadId()).partNumber(1),
        RequestBody.fromBytes(new byte[(int) PART]));

    assertThat(read(upload.send(ova, TransferListener.NONE))).isEqualTo(ova.bytes());
  }

  @Test
  void anUploadWhoseLastAnswerGotLostIsFoundToBeOver() throws IOException {
    var ova = new TestObject(6 * MIB, 5);
    MultipartUpload upload = bucket.begin(ova.as("twice.ova"), PART);
    ObjectFacts made = upload.send(ova, TransferListener.NONE);

    assertThat(upload.send(ova, TransferListener.NONE).etag()).isEqualTo(made.etag());
  }

  @Test
  void whatWasGivenUpLeavesNothing() throws IOException {
    var ova = new TestObject(11 * MIB, 6);
    MultipartUpload upload = bucket.begin(ova.as("given-up.ova"), PART);
    assertThatThrownBy(() -> upload.send(ova, stoppingAt(9 * MIB))).hasMessage("stopped here");

    upload.abort();
    upload.abort();

    assertThat(bucket.uploads().to("given-up.ova")).isEmpty();
    assertThat(outside.listMultipartUploads(r -> r.bucket(name)).uploads()).isEmpty();
    assertThat(keys("")).isEmpty();
    assertFails(() -> upload.send(ova, TransferListener.NONE), Reason.NO_SUCH_UPLOAD);
  }

  @Test
  void anObjectIsNotReplaced() throws IOException {
    bucket.put("taken.ova", new byte[1]);

    assertFails(() -> bucket.begin(new TestObject(MIB, 7).as("taken.ova")), Reason.EXISTS);
  }

  @Test
  void aSourceThatIsNotWhatItsDigestSaysBecomesNoObject() throws IOException {
    var ova = new TestObject(6 * MIB, 8);
    var other = new TestObject(6 * MIB, 9);
    MultipartUpload upload = bucket.begin(ova.as("damaged.ova"), PART);

    assertFails(() -> upload.send(other, TransferListener.NONE), Reason.DAMAGED);
    assertThat(bucket.head("damaged.ova")).isEmpty();
  }

  @Test
  void bytesThatAreNotWhatTheirDigestSaysAreNotReadToTheEnd() throws IOException {
    byte[] bytes = new TestObject(2 * MIB, 10).bytes();
    outside.putObject(
        r ->
            r.bucket(name)
                .key("rotten.ova")
                .metadata(java.util.Map.of(Bucket.SHA256, new TestObject(1, 1).sha256())),
        RequestBody.fromBytes(bytes));

    assertThatThrownBy(() -> read(bucket.head("rotten.ova").orElseThrow()))
        .isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void aConnectionThatBreaksWithinAPartIsMadeGoodFor() throws IOException {
    var ova = new TestObject(16 * MIB, 11);
    try (CuttingProxy proxy = CuttingProxy.to(server().endpoint());
        Bucket cut = connections.open(proxy.endpoint(), name, server().owner())) {
      MultipartUpload upload = cut.begin(ova.as("cut.ova"), PART);
      proxy.cut(3, 2 * MIB);

      ObjectFacts made = upload.send(ova, TransferListener.NONE);

      assertThat(proxy.cuts()).isEqualTo(3);
      assertThat(read(made)).isEqualTo(ova.bytes());
    }
  }

  @Test
  void aConnectionThatBreaksWhileReadingIsMadeGoodFor() throws IOException {
    var ova = new TestObject(16 * MIB, 12);
    bucket.begin(ova.as("back.ova"), PART).send(ova, TransferListener.NONE);
    try (CuttingProxy proxy = CuttingProxy.to(server().endpoint());
        Bucket cut = connections.open(proxy.endpoint(), name, server().owner())) {
      ObjectFacts found = cut.head("back.ova").orElseThrow();
      proxy.cut(3, 3 * MIB);

      try (InputStream in = cut.readVerified(found)) {
        assertThat(in.readAllBytes()).isEqualTo(ova.bytes());
      }
      assertThat(proxy.cuts()).isEqualTo(3);
    }
  }

  @Test
  void anObjectThatIsReplacedWhileItIsReadIsNotReadOn() throws IOException {
    var ova = new TestObject(8 * MIB, 13);
    bucket.begin(ova.as("changing.ova"), PART).send(ova, TransferListener.NONE);
    try (CuttingProxy proxy = CuttingProxy.to(server().endpoint());
        Bucket cut = connections.open(proxy.endpoint(), name, server().owner())) {
      ObjectFacts found = cut.head("changing.ova").orElseThrow();
      proxy.cut(1, 3 * MIB);
      try (InputStream in = cut.read(found, 0)) {
        in.readNBytes(MIB);
        bucket.put("changing.ova", new byte[8]);

        assertFails(in::readAllBytes, Reason.CHANGED);
      }
    }
  }

  @Test
  void aStoreThatStopsIsUnreachableAndTheUploadGoesOnWhenItIsBack() throws IOException {
    var ova = new TestObject(11 * MIB, 14);
    MultipartUpload upload = bucket.begin(ova.as("outage.ova"), PART);
    assertFails(
        () ->
            upload.send(
                ova,
                new TransferListener() {
                  @Override
                  public void progress(long bytes) {
                    if (bytes > 6 * MIB) {
                      server().stop();
                    }
                  }
                }),
        Reason.UNREACHABLE);

    server().restart();

    assertThat(read(upload.send(ova, TransferListener.NONE))).isEqualTo(ova.bytes());
  }

  @Test
  void anInterruptEndsAnUploadSoon() throws Exception {
    var ova = new TestObject(11 * MIB, 15);
    MultipartUpload upload = bucket.begin(ova.as("cancelled.ova"), PART);
    var sending = new CountDownLatch(1);
    var ended = new CompletableFuture<Throwable>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                upload.send(
                    ova,
                    new TransferListener() {
                      @Override
                      public void progress(long bytes) throws IOException {
                        sending.countDown();
                        if (bytes > MIB) {
                          untilInterrupted();
                        }
                      }
                    });
                ended.complete(new AssertionError("it went through"));
              } catch (Throwable e) {
                ended.complete(e);
              }
            });
    sending.await();
    thread.interrupt();

    assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
    upload.abort();
  }

  private static void untilInterrupted() throws InterruptedIOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static TransferListener stoppingAt(long limit) {
    return new TransferListener() {
      @Override
      public void progress(long bytes) throws IOException {
        if (bytes > limit) {
          throw new IOException("stopped here");
        }
      }
    };
  }

  private byte[] read(ObjectFacts object) throws IOException {
    try (InputStream in = bucket.readVerified(object)) {
      return in.readAllBytes();
    }
  }

  private List<String> keys(String prefix) throws IOException {
    return bucket.list(prefix, object -> true, 100).stream().map(ObjectFacts::key).toList();
  }

  static void assertFails(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .asInstanceOf(type(BucketException.class))
        .extracting(BucketException::reason)
        .isEqualTo(reason);
  }

  static String everythingTold(Throwable failure) {
    var all = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(all));
    return all.toString();
  }
}
