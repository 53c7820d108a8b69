package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.strongroom.testing.S3Server;

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
