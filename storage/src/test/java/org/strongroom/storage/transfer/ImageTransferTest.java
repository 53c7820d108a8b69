package org.strongroom.storage.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageInspection;
import org.strongroom.testing.BootSector;

class ImageTransferTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final ImageTransfer transfer = new ImageTransfer(pool);

  @AfterEach
  void stopThePool() {
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {513, 524_287, 524_288, 524_289, 9_000_000})
  void everyStorageGetsEveryByteAndTheDigestsAreRight(int length) throws Exception {
    byte[] image = noise(length);
    var first = new RecordingWrite();
    var second = new RecordingWrite();
    TransferResult result =
        transfer.stream(TestSource.of(image), List.of(first, second), true, TransferListener.NONE);
    assertThat(first.bytes.toByteArray()).isEqualTo(image);
    assertThat(second.bytes.toByteArray()).isEqualTo(image);
    assertThat(result.length()).isEqualTo(length);
    assertThat(result.sha256()).isEqualTo(hex("SHA-256", image));
    assertThat(result.md5()).contains(hex("MD5", image));
    assertThat(result.inspection()).isEqualTo(new ImageInspection(ImageFormat.RAW, length, length));
    assertThat(first.committed || first.closed).isFalse();
  }

  @Test
  void commitsAllAndTellsTheOneThatFails() throws Exception {
    var good = new RecordingWrite();
    transfer.commit(List.of(good, good));
    assertThat(good.committed).isTrue();
    var bad =
        new RecordingWrite() {
          @Override
          public void commit(Fence fence) throws StorageException {
            throw new StorageException(StorageException.Reason.UNREACHABLE, "cable pulled");
          }
        };
    assertThatThrownBy(() -> transfer.commit(List.of(good, bad))).hasMessage("cable pulled");
  }

  @Test
  void aFullStorageStopsTheOthersAndAllAreClosed() {
    var good = new RecordingWrite();
    var full = RecordingWrite.full(2_000_000);
    var source = TestSource.of(noise(8_000_000));
    assertThatThrownBy(
            () -> transfer.stream(source, List.of(good, full), false, TransferListener.NONE))
        .isInstanceOf(StorageException.class)
        .hasMessage("the disk is full");
    assertThat(good.closed && full.closed && source.closed).isTrue();
  }

  @Test
  void aStorageThatFailsEndsTheWaitForASilentSource() {
    var source = new TestSource(zerosThenSilence(Chunk.BYTES + 10), OptionalLong.empty());
    var full = RecordingWrite.full(10);
    assertThatThrownBy(() -> transfer.stream(source, List.of(full), false, TransferListener.NONE))
        .hasMessage("the disk is full");
  }

  private static InputStream zerosThenSilence(long count) {
    return new SequenceInputStream(
        TestSource.zeros(count),
        new InputStream() {
          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            try {
              new CountDownLatch(1).await();
              return -1;
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
          }
        });
  }

  @Test
  void aHangingStorageHoldsNoMoreThanTheRingAndIsCutByAnInterrupt() throws Exception {
    var read = new AtomicLong();
    var source = new TestSource(TestSource.zeros(1L << 40), OptionalLong.empty());
    var hanging = RecordingWrite.hanging();
    var failure = new CompletableFuture<Throwable>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                transfer.stream(source, List.of(hanging), false, countingInto(read));
              } catch (IOException | InterruptedException e) {
                failure.complete(e);
              }
            });
    await().until(() -> read.get() == (long) ImageTransfer.CHUNKS * Chunk.BYTES);
    caller.interrupt();
    assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    assertThat(read).hasValue((long) ImageTransfer.CHUNKS * Chunk.BYTES);
    assertThat(hanging.closed && source.closed).isTrue();
  }

  @Test
  void aListenerStopsIt() {
    var target = new RecordingWrite();
    var cancelled =
        new TransferListener() {
          @Override
          public void progress(long bytes) throws IOException {
            throw new IOException("cancelled");
          }
        };
    assertThatThrownBy(
            () -> transfer.stream(TestSource.of(noise(10)), List.of(target), false, cancelled))
        .hasMessage("cancelled");
    assertThat(target.closed).isTrue();
  }

  @Test
  void fewerBytesThanAnnouncedFail() {
    var source = new TestSource(TestSource.zeros(999), OptionalLong.of(1000));
    assertThatThrownBy(() -> stream(source))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("999 of 1000");
  }

  @Test
  void moreBytesThanAnnouncedFail() {
    var source = new TestSource(TestSource.zeros(1001), OptionalLong.of(1000));
    assertThatThrownBy(() -> stream(source)).hasMessageContaining("more than the 1000 bytes");
  }

  @Test
  void aHostileImageIsRefusedBeforeTheRestHasCome() {
    byte[] image = new byte[Chunk.BYTES * 50];
    java.nio.ByteBuffer.wrap(image).putInt(0x514649fb).putInt(3).putLong(4096);
    var target = new RecordingWrite();
    assertThatThrownBy(() ->
            transfer.stream(TestSource.of(image), List.of(target), false, TransferListener.NONE))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("backing file");
    assertThat(target.bytes.size()).isLessThan(Chunk.BYTES * 10);
    assertThat(target.closed).isTrue();
  }

  @Test
  void asksForRoomBeforeEachGibibyteOfUnknownLength() throws Exception {
    List<Long> asked = new ArrayList<>();
    var listener =
        new TransferListener() {
          @Override
          public void growing(long bytesSoFar) {
            asked.add(bytesSoFar);
          }
        };
    var source =
        new TestSource(TestSource.zeros(ImageTransfer.GROWTH_STEP + 5), OptionalLong.empty());
    var result = transfer.stream(source, List.of(RecordingWrite.forgetting()), false, listener);
    assertThat(result.length()).isEqualTo(ImageTransfer.GROWTH_STEP + 5);
    assertThat(asked).containsExactly(0L, 1L << 30);
  }

  @Test
  void aPoolThatIsShutDownFailsTheTransfer() {
    pool.shutdown();
    assertThatThrownBy(() -> stream(TestSource.of(noise(8_000_000))))
        .hasMessage("hashing was stopped");
  }

  private void stream(TestSource source) throws IOException, InterruptedException {
    transfer.stream(source, List.of(RecordingWrite.forgetting()), false, TransferListener.NONE);
  }

  private static TransferListener countingInto(AtomicLong read) {
    return new TransferListener() {
      @Override
      public void progress(long bytes) {
        read.set(bytes);
      }
    };
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    BootSector.mark(bytes);
    return bytes;
  }

  static String hex(String algorithm, byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
  }
}
