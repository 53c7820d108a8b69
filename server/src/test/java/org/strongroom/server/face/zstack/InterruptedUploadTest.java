package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;
import org.strongroom.storage.driver.layer.ForwardingWrite;

/** Uploads in parts that break off, wait, are taken over, or go with their image. */
class InterruptedUploadTest extends ResumableUploadBed {
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
      awaitOffset(700_000);
      assertThat(patch(upload, RAW, 0, 10).statusCode()).isEqualTo(423);
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
  void anUploadThatNobodyGoesOnWithIsGivenUpAndItsBytesGo() throws Exception {
    house.settings.uploadIdle = Duration.ofSeconds(1);
    house.settings.resumableIdle = Duration.ofSeconds(3);
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    assertThat(house.failed(house.end(job)).details())
        .contains("image/upload.resumable.max.idle.duration.in.seconds");
    assertThat(head(upload).statusCode()).isEqualTo(404);
    assertThat(Files.exists(storage.root().resolve("rootVolumeTemplates"))).isTrue();
    assertNothingLeft();
  }

  /** What has come, though its part has not ended. */
  private void awaitOffset(long bytes) {
    Awaitility.await().until(() -> house.uploadDetails(imageUuid()).getFirst().offset() == bytes);
  }

  private void deleteImage() {
    house.run("DeleteImage", Map.of("uuid", imageUuid()));
    assertThat(house.failed(house.end(job)).code()).isEqualTo("SYS.1017");
  }

  private void assertNothingLeft() {
    house.assertClean(storage);
    assertThat(storage.files()).isEmpty();
  }

  @Test
  void deletingTheImageCutsAPartThatIsComing() throws Exception {
    String upload = begun(RAW.length);
    try (Socket half = halfSent(upload, 1_000_000)) {
      awaitOffset(1_000_000);
      deleteImage();
      half.getOutputStream().write(RAW, 1_000_000, RAW.length - 1_000_000);
      assertThat(half.getInputStream().read()).isNotNegative(); // its sender is told
    }
    assertNothingLeft();
  }

  @Test
  void deletingTheImageEndsItsUploadAndItsBytesGo() throws Exception {
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    deleteImage();
    assertThat(head(upload).statusCode()).isEqualTo(404);
    assertNothingLeft();
  }
}
