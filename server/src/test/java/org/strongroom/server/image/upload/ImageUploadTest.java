package org.strongroom.server.image.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.image.ImageHouse;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.image.arrival.RunningAdds;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.testing.BootSector;

/** {@code upload://}: a job that waits for its bytes. */
class ImageUploadTest {
  private static final byte[] RAW = new byte[1_500_000];

  static {
    new Random(3).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @TempDir private Path directory;
  private ImageHouse house;
  private Storage storage;

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
    storage = house.directoryStorage("local");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String start() {
    return house.start("AddImage", image("mine", "upload://mine", storage));
  }

  private String imageUuid() {
    return house.query(ImageHouse.ADMIN).getFirst().uuid();
  }

  private static UploadBody whole(OptionalLong length) {
    return new UploadBody(new ByteArrayInputStream(RAW), length, () -> {});
  }

  private static UploadBody broken() {
    return new UploadBody(
        new SequenceInputStream(new ByteArrayInputStream(RAW, 0, 700_000), new FailingStream()),
        OptionalLong.of(RAW.length),
        () -> {});
  }

  @Test
  void tellsAtOnceWhereToSendTheBytes() throws Exception {
    String job = start();
    String uuid = imageUuid();
    String path = "/zstack/v1/images/" + uuid + "/upload";
    assertThat(house.imageOf(uuid).backupStorageRefs().getFirst().installPath()).isEqualTo(path);
    assertThat(house.uploadDetails(uuid))
        .singleElement()
        .satisfies(details -> {
          assertThat(details.longJobUuid()).isEqualTo(job);
          assertThat(details.imageUploadUrl()).isEqualTo(path);
          assertThat(details.uploadStarted()).isFalse();
        });
    UploadReceipt receipt =
        house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.of(RAW.length)));
    ImageInventory image = house.added(house.end(job));
    assertThat(receipt.sha256()).isEqualTo(image.sha256());
    assertThat(image.backupStorageRefs().getFirst().installPath())
        .isEqualTo(storage.files().getFirst().toString());
    assertThat(storage.files().getFirst()).satisfies(sameBytes(RAW));
    house.assertClean(storage);
  }

  @Test
  void takesBytesWithoutALength() throws Exception {
    String job = start();
    house.images.uploads().put(imageUuid(), ImageHouse.ADMIN, whole(OptionalLong.empty()));
    assertThat(house.added(house.end(job)).actualSize()).isEqualTo(RAW.length);
  }

  @Test
  void mayBeTriedAgainWhenItBreaksOff() throws Exception {
    String job = start();
    String uuid = imageUuid();
    assertThatThrownBy(() -> house.images.uploads().put(uuid, ImageHouse.ADMIN, broken()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("IMG.1001");
    house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.of(RAW.length)));
    house.added(house.end(job));
    house.assertClean(storage);
  }

  @Test
  void isGivenUpWhenItBreaksOffTooOften() {
    house.settings.tolerance = 0;
    String job = start();
    String uuid = imageUuid();
    assertThatThrownBy(() -> house.images.uploads().put(uuid, ImageHouse.ADMIN, broken()))
        .hasMessageContaining("IMG.1001");
    assertThat(house.failed(house.end(job)).code()).isEqualTo("IMG.1001");
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    house.assertClean(storage);
  }

  @Test
  void isGivenUpWhenNothingComes() {
    house.settings.uploadIdle = Duration.ofMillis(50);
    assertThat(house.failed(house.end(start())).code()).isEqualTo("IMG.1001");
    assertThat(house.query(ImageHouse.ADMIN)).isEmpty();
    house.assertClean(storage);
  }

  @Test
  void refusesASecondSenderAndIsCancelledByDeletingTheImage() throws Exception {
    String job = start();
    String uuid = imageUuid();
    var more = new CountDownLatch(1);
    var slow =
        new UploadBody(
            new SequenceInputStream(
                new ByteArrayInputStream(RAW, 0, 700_000), new WaitingStream(more)),
            OptionalLong.of(RAW.length),
            () -> {});
    Thread sender =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() -> house.images.uploads().put(uuid, ImageHouse.ADMIN, slow))
                    .isInstanceOf(ApiException.class));
    Awaitility.await().until(() -> house.uploadDetails(uuid).getFirst().offset() == 700_000);
    assertThatThrownBy(
            () -> house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.empty())))
        .isInstanceOf(UploadConflictException.class);
    house.run("DeleteImage", Map.of("uuid", uuid));
    assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
    sender.join();
    house.assertClean(storage);
  }

  @Test
  void waitsAgainAfterARestart() throws Exception {
    String job = start();
    String uuid = imageUuid();
    house.crashAndRestart();
    house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.of(RAW.length)));
    house.added(house.end(job));
    house.assertClean(storage);
  }

  /** It would wait for a day. What was begun goes on at the next start. */
  @Test
  void aServerThatStopsDoesNotWaitForWhatNobodyHasBrought() throws Exception {
    String job = start();
    String uuid = imageUuid();
    house.engine.stop(Duration.ofDays(1));
    assertThat(house.engine.runningJobs()).isZero();
    house.crashAndRestart();
    house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.of(RAW.length)));
    house.added(house.end(job));
    house.assertClean(storage);
  }

  @Test
  void waitsWithoutHoldingThreads() {
    house.settings.uploadIdle = Duration.ofMinutes(10);
    int before = ManagementFactory.getThreadMXBean().getThreadCount();
    for (int i = 0; i < 500; i++) {
      start();
    }
    Awaitility.await().until(() -> house.engine.runningJobs() == 500);
    assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(before + 30);
  }

  @Test
  void aLengthThatNoStorageHasIsRefusedAndTheImageStillWaits() throws Exception {
    String job = start();
    String uuid = imageUuid();
    for (long absurd : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, (1L << 40) + 1}) {
      assertThatThrownBy(() ->
              house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.of(absurd))))
          .isInstanceOfSatisfying(
              ApiException.class,
              refused -> assertThat(refused.is(ErrorCode.CANNOT_ALLOCATE)).isTrue())
          .hasMessageContaining("still waits");
    }
    house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.of(RAW.length)));
    house.added(house.end(job));
    house.assertClean(storage);
  }

  /** The desk that a PUT gave up must not be one that the job has found in the same moment. */
  @Test
  void aBodyTakenBackLeavesTheDeskToTheJobThatIsThere() throws Exception {
    String job = start();
    String uuid = imageUuid();
    RunningAdds adds = new RunningAdds(house.database, house.engine);
    ImageRows rows = new ImageRows(Clock.systemUTC());
    var uploads = new Uploads(house.database, rows, adds, Duration.ofMillis(1));
    assertThatThrownBy(() -> uploads.put(uuid, ImageHouse.ADMIN, whole(OptionalLong.empty())))
        .hasMessageContaining("is not awaited at this node now");
    assertThat(uploads.present(uuid)).isEmpty();
    UploadDesk attended = uploads.attend(uuid);
    assertThatThrownBy(() -> uploads.put(uuid, ImageHouse.ADMIN, whole(OptionalLong.empty())))
        .hasMessageContaining("is not awaited at this node now");
    assertThat(uploads.present(uuid)).contains(attended);
    house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.empty()));
    house.added(house.end(job));
  }

  /** As when the answer to the job's last commit is lost. */
  @Test
  void aSenderWhomNobodyTellsLearnsFromTheCatalogWhatBecameOfItsBytes() throws Exception {
    String job = start();
    String uuid = imageUuid();
    RunningAdds adds = new RunningAdds(house.database, house.engine);
    var deaf =
        new Uploads(house.database, new ImageRows(Clock.systemUTC()), adds, Duration.ofMillis(1));
    UploadDesk desk = deaf.attend(uuid);
    var receipt =
        new FutureTask<>(() -> deaf.put(uuid, ImageHouse.ADMIN, whole(OptionalLong.empty())));
    Thread taker =
        Thread.ofVirtual()
            .start(() -> {
              try {
                desk.take(Duration.ofSeconds(30), "");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Thread.ofVirtual().start(receipt);
    taker.join();
    house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.empty()));
    ImageInventory image = house.added(house.end(job));
    assertThat(receipt.get().sha256()).isEqualTo(image.sha256());
  }

  @Test
  void refusesBytesThatNobodyWaitsFor() throws Exception {
    String job = start();
    String uuid = imageUuid();
    assertThatThrownBy(
            () -> house.images.uploads().put(uuid, ImageHouse.OTHER, whole(OptionalLong.empty())))
        .hasMessageContaining("SYS.1003");
    house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.empty()));
    house.end(job);
    assertThatThrownBy(
            () -> house.images.uploads().put(uuid, ImageHouse.ADMIN, whole(OptionalLong.empty())))
        .isInstanceOf(UploadConflictException.class);
  }

  private static final class FailingStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }
  }

  private static final class WaitingStream extends InputStream {
    private final CountDownLatch latch;

    WaitingStream(CountDownLatch latch) {
      this.latch = latch;
    }

    @Override
    public int read() throws IOException {
      try {
        latch.await();
        return -1;
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }
  }
}
