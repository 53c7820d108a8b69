package org.strongroom.storage.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectLock;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectOptions;
import org.strongroom.storage.driver.s3.bucket.WriteTrial;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketAccess.Addressing;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.testing.OddObjectStore;
import org.strongroom.testing.OddObjectStore.Oddity;
import org.strongroom.testing.S3Server;

/** Stores that are not quite like S3: they are served, or it is said why not. */
final class OddStoresTest {
  private static final S3Server.Login LOGIN = new S3Server.Login("key", "secret");
  private static final String KEY = "image.ova";
  private final TestObject ova = new TestObject(3 * TestObject.MIB, 5);

  /** What a test does with a bucket. */
  private interface Use {
    void of(Bucket bucket, OddObjectStore store) throws IOException;
  }

  private static void in(Oddity oddity, Use use) throws IOException {
    in(oddity, InstantSource.system(), use);
  }

  private static void in(Oddity oddity, InstantSource clock, Use use) throws IOException {
    try (OddObjectStore store = OddObjectStore.start(oddity);
        Connections connections = new Connections(clock, "127.0.0.0/8");
        Bucket bucket = connections.open(store.endpoint(), "bucket", LOGIN)) {
      use.of(bucket, store);
    }
  }

  private ObjectFacts send(Bucket bucket) throws IOException {
    return bucket.begin(ova.as(KEY), TestObject.MIB).send(ova, TransferListener.NONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Oddity.class,
      names = {"NONE", "LOCKED", "OPAQUE_ETAGS", "LOSES_METADATA"})
  void anUploadSucceeds(Oddity oddity) throws IOException {
    in(
        oddity,
        (bucket, store) -> {
          new WriteTrial(bucket).run();
          send(bucket);
          assertThat(store.keys()).containsExactly(KEY);
          assertThat(store.bytes(KEY)).isEqualTo(ova.bytes());
          assertThat(store.refused()).isLessThanOrEqualTo(1);
        });
  }

  @Test
  void theVeryObjectIsKnownAgainWithoutWhatWasToldAboutIt() throws IOException {
    in(
        Oddity.LOSES_METADATA,
        (bucket, store) -> {
          ObjectFacts made = send(bucket);
          assertThat(bucket.isSame(made, ova.as(KEY), TransferListener.NONE)).isTrue();
          var other = new TestObject(3 * TestObject.MIB, 6);
          assertThat(bucket.isSame(made, other.as(KEY), TransferListener.NONE)).isFalse();
        });
  }

  @Test
  void whatTheStoreHasChangedIsNoticedAndDeleted() throws IOException {
    in(
        Oddity.TURNS_BITS,
        (bucket, store) -> {
          assertThatThrownBy(() -> send(bucket))
              .isInstanceOfSatisfying(
                  BucketException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_KEPT));
          assertThat(store.keys()).isEmpty();
        });
  }

  @Test
  void aStoreWithoutETagsIsToldByThatAndKeepsNothing() throws IOException {
    in(
        Oddity.NO_ETAGS,
        (bucket, store) -> {
          assertThatThrownBy(() -> send(bucket))
              .isInstanceOf(BucketException.class)
              .hasMessageContaining("gives no ETag");
          assertThat(store.keys()).isEmpty();
        });
  }

  @Test
  void aListOfTheFirstVersionIsGoneOnWithBehindTheLastKey() throws IOException {
    in(
        Oddity.LISTS_BY_MARKER,
        (bucket, store) -> {
          for (String key : new String[] {"a.ova", "b.ova", "c d.ova"}) {
            store.put(key, new byte[1]);
          }
          assertThat(bucket.list("", object -> true, 10))
              .extracting(ObjectFacts::key)
              .containsExactly("a.ova", "b.ova", "c d.ova");
        });
  }

  @Test
  void aListThatDoesNotGoOnIsAnErrorAndNotHalfOfTheObjects() throws IOException {
    in(
        Oddity.LISTS_THE_FIRST,
        (bucket, store) -> {
          store.put("a.ova", new byte[1]);
          store.put("b.ova", new byte[1]);
          assertThatThrownBy(() -> bucket.list("", object -> true, 10))
              .isInstanceOf(BucketException.class)
              .hasMessageContaining("does not go on");
        });
  }

  @Test
  void clocksThatAreFarApartAreNamedWithTheirTimes() throws IOException {
    InstantSource behind = () -> InstantSource.system().instant().minus(Duration.ofMinutes(20));
    String minute = behind.instant().toString().substring(0, 15);
    in(
        Oddity.REFUSES_THE_TIME,
        behind,
        (bucket, store) ->
            assertThatThrownBy(new WriteTrial(bucket)::run)
                .isInstanceOfSatisfying(
                    BucketException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED))
                .hasMessageContaining("RequestTimeTooSkewed")
                .hasMessageContaining(
                    "the store's says "
                        + InstantSource.system().instant().toString().substring(0, 11))
                .hasMessageContaining("this server's " + minute));
  }

  private static final String WRITE_ID = "0123456789abcdef0123456789abcdef";

  private static S3Driver driver(Bucket bucket) {
    return new S3Driver(
        new S3Place(bucket.calls().access(), "images", S3Place.ObjectOptions.USUAL), bucket);
  }

  private void store(S3Driver driver) throws StorageException {
    try (AtomicWrite write = driver.create(StoragePath.of("disk"), WRITE_ID, -1)) {
      write.write(ova.bytes(), 0, ova.bytes().length);
      write.commit();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Oddity.class,
      names = {"NONE", "LOCKED", "OPAQUE_ETAGS", "LOSES_METADATA", "LISTS_BY_MARKER"})
  void aStorageLivesThere(Oddity oddity) throws IOException {
    in(
        oddity,
        (bucket, store) -> {
          S3Driver driver = driver(bucket);
          driver.connect();
          store(driver);
          assertThat(store.keys()).containsExactly("images/disk");
          assertThat(store.bytes("images/disk")).isEqualTo(ova.bytes());
          try (var back = driver.read(StoragePath.of("disk"), 0)) {
            assertThat(back.readAllBytes()).isEqualTo(ova.bytes());
          }
          assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
        });
  }

  @Test
  void aStorageIsNotWrittenWhereNoPartCanBeNamed() throws IOException {
    in(
        Oddity.NO_ETAGS,
        (bucket, store) -> {
          assertThatThrownBy(() -> store(driver(bucket)))
              .isInstanceOf(StorageException.class)
              .hasMessageContaining("gives no ETag");
          assertThat(store.keys()).isEmpty();
        });
  }

  private boolean isProved(S3Driver driver) throws StorageException {
    try (AtomicWrite write = driver.create(StoragePath.of("disk"), WRITE_ID, -1)) {
      write.write(ova.bytes(), 0, ova.bytes().length);
      assertThat(write.isProved()).isFalse();
      write.commit();
      return write.isProved();
    }
  }

  /** What a store makes of the parts may be something else: whoever wrote it has to read it. */
  @ParameterizedTest
  @EnumSource(
      value = Oddity.class,
      names = {"NONE", "TURNS_BITS"})
  void aWriteIsNotProvedByPartsAlone(Oddity oddity) throws IOException {
    in(oddity, (bucket, store) -> assertThat(isProved(driver(bucket))).isFalse());
  }

  @Test
  void aWriteIsProvedThatWasReadAgainForItsCommit() throws IOException {
    in(Oddity.OPAQUE_ETAGS, (bucket, store) -> assertThat(isProved(driver(bucket))).isTrue());
  }

  private static final TestObject LARGE = new TestObject(17 * TestObject.MIB, 7);

  /** Two objects, of which the second is sent by what was found out with the first. */
  private static boolean isLargeProved(S3Driver driver, boolean kept) throws StorageException {
    boolean proved = true;
    for (String name : new String[] {"first", "second"}) {
      try (AtomicWrite write =
          driver.create(StoragePath.of(name), WRITE_ID, LARGE.bytes().length)) {
        if (kept) {
          write.checkpoint();
        }
        write.write(LARGE.bytes(), 0, LARGE.bytes().length);
        write.commit();
        proved &= write.isProved();
      }
    }
    return proved;
  }

  /** What is wrong on purpose must be refused first: anybody can say back what they are told. */
  @ParameterizedTest
  @CsvSource({
    "COMPARES_CRC, false, 6, true",
    "COMPARES_CRC, true, 0, false",
    "ECHOES_CRC, false, 0, false",
    "REFUSES_CRC, false, 0, false",
    "NONE, false, 0, false"
  })
  void partsGoWithTheirCrcWhereTheStoreHasShownThatItComparesIt(
      Oddity oddity, boolean kept, int withCrc, boolean proved) throws IOException {
    in(
        oddity,
        (bucket, store) -> {
          assertThat(isLargeProved(driver(bucket), kept)).isEqualTo(proved);
          assertThat(store.bytes("images/first")).isEqualTo(LARGE.bytes());
          assertThat(store.bytes("images/second")).isEqualTo(LARGE.bytes());
          assertThat(store.keys()).containsExactly("images/first", "images/second");
          assertThat(store.withCrc()).isEqualTo(withCrc);
        });
  }

  @Test
  void aStoreThatDoesNotConfirmAPartAsItDidIsTrustedNoMore() throws IOException {
    in(
        Oddity.FORGETS_CRC,
        (bucket, store) -> {
          S3Driver driver = driver(bucket);
          assertThatThrownBy(() -> isLargeProved(driver, false))
              .hasMessageContaining("does not confirm the checksum of a part");
          assertThat(store.keys()).isEmpty();
          assertThat(isLargeProved(driver, false)).isFalse();
          assertThat(store.bytes("images/first")).isEqualTo(LARGE.bytes());
        });
  }

  private static BucketAccess access(OddObjectStore store, Addressing addressing) {
    return new BucketAccess(
        store.namedEndpoint(),
        BucketAccess.DEFAULT_REGION,
        OddObjectStore.BUCKET,
        new BucketCredential.AccessKey(LOGIN.accessKey(), LOGIN.secretKey()),
        addressing);
  }

  @ParameterizedTest
  @EnumSource(
      value = Oddity.class,
      names = {"WANTS_HOST_NAME", "IS_ELSEWHERE"})
  void aBucketIsReachedAsItsStoreTells(Oddity oddity) throws IOException {
    try (OddObjectStore store = OddObjectStore.start(oddity);
        Connections connections = Connections.toLoopback();
        Bucket bucket = connections.open(access(store, Addressing.AUTO))) {
      S3Driver driver = driver(bucket);
      driver.connect();
      store(driver);
      assertThat(store.bytes("images/disk")).isEqualTo(ova.bytes());
    }
  }

  @Test
  void aBucketIsNamedWhereItsOwnerSays() throws IOException {
    try (OddObjectStore store = OddObjectStore.start(Oddity.WANTS_HOST_NAME);
        Connections connections = Connections.toLoopback();
        Bucket inHostName = connections.open(access(store, Addressing.VIRTUAL));
        Bucket inPath = connections.open(access(store, Addressing.PATH))) {
      new WriteTrial(inHostName).run();
      assertThatThrownBy(new WriteTrial(inPath)::run)
          .isInstanceOf(BucketException.class)
          .hasMessageContaining("SecondLevelDomainForbidden")
          .hasMessageContaining("addressing=virtual");
    }
  }

  @Test
  void theStoresOwnWordsAreToldWhereHeadHasNone() throws IOException {
    in(
        Oddity.SHOWS_NOTHING,
        (bucket, store) ->
            assertThatThrownBy(() -> bucket.head("disk"))
                .isInstanceOfSatisfying(
                    BucketException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED))
                .hasMessageContaining("AccessDenied"));
  }

  private interface LockedUse {
    void of(S3Driver driver, OddObjectStore store) throws IOException;
  }

  private static void locking(Oddity oddity, LockedUse use) throws IOException {
    InstantSource noon = () -> Instant.parse("2031-05-04T12:00:00Z");
    try (OddObjectStore store = OddObjectStore.start(oddity);
        Connections connections = new Connections(noon, "127.0.0.0/8");
        S3Driver driver =
            connections.driver(
                new S3Place(
                    access(store, Addressing.PATH),
                    "images",
                    new ObjectOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new ObjectLock(ObjectLock.Mode.COMPLIANCE, 30)))))) {
      use.of(driver, store);
    }
  }

  @Test
  void filesAreLockedForTheDaysThatAreWanted() throws IOException {
    locking(
        Oddity.LOCKED,
        (driver, store) -> {
          driver.connect();
          assertThat(store.lock()).isEmpty();
          store(driver);
          assertThat(store.lock()).hasValue("COMPLIANCE 2031-06-03T12:00:00Z");
        });
  }

  @Test
  void aBucketWithoutLocksIsRefusedWhereFilesAreToBeLocked() throws IOException {
    locking(
        Oddity.NONE,
        (driver, store) -> {
          assertThatThrownBy(driver::connect)
              .isInstanceOf(StorageException.class)
              .hasMessageContaining("locks no objects");
          assertThat(store.keys()).isEmpty();
        });
  }

  /** A ping that takes too long is cut in the middle of its trial. */
  @Test
  void aTrialThatIsInterruptedLeavesNothing() throws IOException {
    in(
        Oddity.NONE,
        (bucket, store) -> {
          Thread waiting = Thread.currentThread();
          store.whenWritten(waiting::interrupt);
          assertThatThrownBy(new WriteTrial(bucket)::run)
              .isInstanceOf(InterruptedIOException.class);
          assertThat(Thread.interrupted()).isTrue();
          Awaitility.await().until(() -> store.keys().isEmpty());
        });
  }

  /** As it is when its storage is deleted under a ping. */
  @Test
  void aTrialWhoseBucketIsClosedLeavesNothing() throws IOException {
    in(
        Oddity.NONE,
        (bucket, store) -> {
          store.whenWritten(bucket::close);
          new WriteTrial(bucket).run();
          assertThat(store.keys()).isEmpty();
        });
  }
}
