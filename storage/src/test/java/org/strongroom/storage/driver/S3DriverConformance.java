package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.strongroom.testing.S3Server;
import software.amazon.awssdk.core.sync.RequestBody;

/** What storages in buckets promise, whichever store they are in. */
abstract class S3DriverConformance extends StorageDriverConformance {
  private static final int PART = 8 << 20;

  private S3Location location;

  abstract S3Server server();

  @Override
  boolean keepsRepositoriesSoon() {
    return false;
  }

  @Override
  final S3Location newLocation() {
    location = new S3Location(server(), Duration.ofSeconds(20));
    return location;
  }

  @Override
  final HangingLocation newHangingLocation() {
    return new S3Location(server(), Duration.ofSeconds(2));
  }

  @Override
  int manyFiles() {
    return 120;
  }

  @Override
  boolean takes(String name) {
    return name.chars().noneMatch(Character::isISOControl);
  }

  /** Whatever a test did: no upload stays that nobody knows of, and nothing of others goes. */
  @AfterEach
  void leavesNothingBehind() throws Exception {
    driver.deleteTree(path("file"));
    for (StorageEntry entry : driver.list(StoragePath.ROOT)) {
      driver.deleteTree(entry.path());
    }
    assertThat(location.uploads()).isZero();
    assertThat(location.outside().listObjectsV2(r -> r.bucket(location.bucket())).contents())
        .extracting(object -> object.key())
        .containsExactly("a cloud/images of others");
  }

  @Test
  void sendsLargeFilesInPartsAndGoesOnBetweenThem() throws Exception {
    byte[] content = random(3 * PART + 1_000_001);
    try (var write = driver.create(path("file"), WRITE_ID, content.length)) {
      write.write(content, 0, 2 * PART + 500_000);
      write.checkpoint();
      write.write(content, 0, PART);
    }
    int from = 2 * PART + 400_000; // what was remembered of it may be a little older
    try (var write = driver.resume(path("file"), WRITE_ID, from, content.length)) {
      write.write(content, from, content.length - from);
      write.commit();
      assertThat(write.isProved()).isTrue();
    }
    assertThat(location.content("file")).hasValue(content);
    assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
  }

  /** Of several runs, each of which was paused and goes on for a while when the next has begun. */
  @Test
  void partsThatEarlierRunsSendLateAreNoPartOfTheFile() throws Exception {
    byte[] content = random(5 * PART + 1_000_001);
    byte[] late = random(3 * PART);
    List<AtomicWrite> paused = new ArrayList<>();
    int there = 0;
    for (int run = 1; run <= 3; run++) {
      String id = WRITE_ID + "-" + run;
      AtomicWrite write =
          run == 1
              ? driver.create(path("file"), id, content.length)
              : driver.resume(path("file"), id, there, content.length);
      if (run == 1) {
        write.checkpoint(); // as whoever wants later runs to go on
      }
      for (AtomicWrite earlier : paused) {
        assertThatThrownBy(
                () -> { // some of it arrives before it is told
                  earlier.write(late, 0, late.length);
                  earlier.checkpoint();
                })
            .hasMessageContaining("given up");
      }
      int until = there + PART + 300_000 * run;
      write.write(content, there, until - there);
      write.checkpoint();
      there = until - 100_000;
      write.write(content, until, PART + 200_000 - (until - there));
      write.checkpoint(); // what was remembered of the run is older than this
      paused.add(write);
    }
    String last = WRITE_ID + "-4";
    try (var write = driver.resume(path("file"), last, there, content.length)) {
      write.write(content, there, content.length - there);
      write.commit();
      assertThat(write.isProved()).isTrue();
    }
    for (AtomicWrite earlier : paused) {
      assertThatThrownBy(earlier::commit).isInstanceOf(StorageException.class);
      earlier.close();
    }
    assertThat(location.content("file")).hasValue(content);
    assertThat(driver.list(StoragePath.ROOT)).hasSize(1);
  }

  @Test
  void aPartThatIsNotAsItCameIsNotGoneOnWith() throws Exception {
    byte[] content = random(2 * PART);
    try (var write = driver.create(path("file"), WRITE_ID, content.length)) {
      write.write(content, 0, PART + 1);
      write.checkpoint();
    }
    String upload =
        location
            .outside()
            .listMultipartUploads(r -> r.bucket(location.bucket()))
            .uploads()
            .getFirst()
            .uploadId();
    location
        .outside()
        .uploadPart(
            r ->
                r.bucket(location.bucket())
                    .key(location.key("file"))
                    .uploadId(upload)
                    .partNumber(1),
            RequestBody.fromBytes(random(PART)));
    StorageAssertions.assertFails(
        StorageException.Reason.FAILED,
        () -> driver.resume(path("file"), WRITE_ID, PART + 1, content.length));
    driver.abandon(path("file"), WRITE_ID);
  }

  /** Whoever may write into the bucket may put anything under a temporary name. */
  @Test
  void touchesNothingElsewhereThatATemporaryNameTellsOf() throws Exception {
    String theirs = "a cloud/images of others";
    String upload =
        location
            .outside()
            .createMultipartUpload(r -> r.bucket(location.bucket()).key(theirs))
            .uploadId();
    location.put(
        TemporaryName.of(WRITE_ID), "strongroom-write-1\n%s\n%s\n0\n".formatted(theirs, upload));
    StorageAssertions.assertFails(
        StorageException.Reason.NOT_FOUND, () -> driver.resume(path("file"), WRITE_ID, 0, 3));
    driver.abandon(path("file"), WRITE_ID);
    assertThat(location.uploads()).isEqualTo(1);
    location
        .outside()
        .abortMultipartUpload(r -> r.bucket(location.bucket()).key(theirs).uploadId(upload));
  }

  @Test
  void sendsAPartAgainThatBrokeOff() throws Exception {
    byte[] content = random(5 * PART);
    location.proxy().cut(1, PART / 2);
    try (var write = driver.create(path("file"), WRITE_ID, -1)) {
      write.write(content, 0, content.length);
      write.commit();
      assertThat(write.isProved()).isTrue(); // no byte of it need be read again
    }
    assertThat(location.proxy().cuts()).isEqualTo(1);
    assertThat(location.content("file")).hasValue(content);
  }

  @Test
  void readsOnWhereABodyBrokeOff() throws Exception {
    byte[] content = random(5 * PART);
    store(path("file"), content);
    location.proxy().cut(2, PART);
    assertThat(load(path("file"))).isEqualTo(content);
    assertThat(location.proxy().cuts()).isEqualTo(2);
    location.proxy().cut(2, PART / 2);
    assertThat(driver.digest(path("file"), DigestAlgorithm.SHA256, done -> {}))
        .isEqualTo(hex(content)); // in ranges that are read at the same time
    assertThat(location.proxy().cuts()).isEqualTo(4);
  }
}
