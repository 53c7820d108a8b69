package org.strongroom.server.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.bucket.DeregisterBucket;
import org.strongroom.api.imagebackup.UploadImageBackup;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.services.s3.S3Client;

/** Uploads of jobs: over restarts, cancelled, failed, and with the store out of reach. */
class BucketUploadTest {
  private static final long PART = 32 << 20;

  @TempDir private Path directory;
  private final S3ProxyServer server = S3ProxyServer.start();
  private final CuttingProxy proxy = CuttingProxy.to(server.endpoint());
  private final S3Client outside = server.client();
  private BucketHouse house;
  private String bucket;
  private String backup;

  @BeforeEach
  void register() {
    outside.createBucket(r -> r.bucket("bucket-1"));
    house = new BucketHouse(directory);
    bucket = house.registered(BucketHouse.s3("Cos-1", server, proxy.endpoint(), "bucket-1")).uuid();
    backup = house.backupIn(bucket, "other.ova");
  }

  @AfterEach
  void close() throws Exception {
    UploadingJob.HOLD.set(UploadingJob.Hold.NONE);
    UploadingJob.failsAtTheEnd = false;
    house.close();
    outside.close();
    proxy.close();
    server.close();
  }

  @Test
  void anUploadBecomesAnObjectAndLeavesNothingElse() throws Exception {
    assertThat(house.end(start())).isInstanceOf(JobOutcome.Succeeded.class);

    assertUploaded();
  }

  @Test
  void anUploadGoesOnAfterAKill() throws Exception {
    String job = heldAt(PART + 1);
    String uploadId = house.uploadId();
    assertThat(uploadId).isNotNull();

    house.crashAndRestartWith(() -> UploadingJob.HOLD.set(UploadingJob.Hold.NONE));

    assertThat(house.end(job)).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(proxy.forwarded()).as("no part was sent twice").isLessThan(42L << 20);
    assertUploaded();
  }

  @Test
  void theVeryObjectThatIsThereAlreadyIsNotSentAgain() throws Exception {
    house.end(start());
    long sent = proxy.forwarded();

    assertThat(house.end(start())).isInstanceOf(JobOutcome.Succeeded.class);

    assertThat(proxy.forwarded() - sent).isLessThan(1 << 20);
    assertUploaded();
  }

  @Test
  void aCancelledUploadLeavesNothing() throws Exception {
    String job = heldAt(PART + 1);

    house.cancel(job);

    assertThat(house.end(job)).isInstanceOf(JobOutcome.Failed.class);
    assertNothingIsThere();
  }

  @Test
  void anUploadWhoseJobFailsLaterIsTakenBack() throws Exception {
    UploadingJob.failsAtTheEnd = true;

    assertThat(house.end(start())).isInstanceOf(JobOutcome.Failed.class);

    assertNothingIsThere();
  }

  @Test
  void anObjectThatWasThereBeforeStaysWhenAJobFails() throws Exception {
    house.end(start());
    UploadingJob.failsAtTheEnd = true;

    assertThat(house.end(start())).isInstanceOf(JobOutcome.Failed.class);

    assertUploaded();
  }

  @Test
  void anotherObjectUnderTheNameIsNotReplaced() {
    outside.putObject(
        r -> r.bucket("bucket-1").key(UploadingJob.KEY),
        software.amazon.awssdk.core.sync.RequestBody.fromString("mine"));

    JobOutcome.Failed failed = (JobOutcome.Failed) house.end(start());

    assertThat(failed.error().details()).contains("has an object").contains(UploadingJob.KEY);
    assertThat(keys()).containsExactly(UploadingJob.KEY);
    assertThat(house.uploads()).isZero();
  }

  @Test
  void whatCanNotBeTakenBackNowIsTakenBackLater() throws Exception {
    String job = heldAt(PART + 1);
    server.stop();
    house.cancel(job);
    assertThat(house.end(job)).isInstanceOf(JobOutcome.Failed.class);
    assertThat(house.uploads()).isOne();

    house.buckets.cleanUp();
    assertThat(house.uploads()).as("the store can not be reached yet").isOne();
    server.restart();
    house.buckets.cleanUp();

    assertNothingIsThere();
  }

  @Test
  void aBucketIsNotDeregisteredWhileATaskUsesIt() throws Exception {
    String job = heldAt(1);

    assertThat(house.fail(DeregisterBucket.class, Map.of("uuid", bucket, "force", true)).details())
        .contains("is being used by 1 running task");

    house.cancel(job);
    house.end(job);
    assertThat(
            house.run(
                DeregisterBucket.class, Map.of("uuid", bucket, "force", true), BucketHouse.ADMIN))
        .isInstanceOf(JobOutcome.Succeeded.class);
  }

  private String start() {
    return house.start(
        UploadImageBackup.class, Map.of("uuid", backup, "bucketUuid", bucket), BucketHouse.ADMIN);
  }

  /** Starts an upload that stands still before this byte is read. */
  private String heldAt(long position) throws InterruptedException {
    var hold = new UploadingJob.Hold(position, new CountDownLatch(1));
    UploadingJob.HOLD.set(hold);
    String job = start();
    assertThat(hold.reached().await(30, TimeUnit.SECONDS)).isTrue();
    return job;
  }

  private void assertUploaded() throws Exception {
    assertThat(keys()).containsExactly(UploadingJob.KEY);
    try (Bucket opened = house.buckets.open(bucket);
        InputStream bytes = opened.readVerified(opened.head(UploadingJob.KEY).orElseThrow())) {
      assertThat(bytes.readAllBytes()).isEqualTo(UploadingJob.BYTES);
    }
    assertNothingIsUnfinished();
  }

  private void assertNothingIsThere() {
    assertThat(keys()).isEmpty();
    assertNothingIsUnfinished();
  }

  private void assertNothingIsUnfinished() {
    assertThat(outside.listMultipartUploads(r -> r.bucket("bucket-1")).uploads()).isEmpty();
    assertThat(house.uploads()).isZero();
    house.buckets.cleanUp();
    assertThat(house.uses()).isZero();
  }

  private List<String> keys() {
    return outside.listObjectsV2(r -> r.bucket("bucket-1")).contents().stream()
        .map(object -> object.key())
        .toList();
  }
}
