package org.strongroom.storage.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.ByteSource;

/** Reads what qemu-img and qemu-io wrote, and compares with what qemu-img reads. */
class Qcow2ReaderTest {
  private static final long SIZE = 24 << 20;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compat=0.10",
        "compat=0.10,cluster_size=512",
        "compat=1.1",
        "compat=1.1,cluster_size=512",
        "compat=1.1,cluster_size=4096",
        "compat=1.1,cluster_size=2097152",
        "compat=1.1,lazy_refcounts=on",
        "preallocation=metadata",
        "preallocation=falloc",
        "preallocation=full",
        "extended_l2=on",
        "extended_l2=on,cluster_size=16384",
        "extended_l2=on,cluster_size=2097152"
      })
  void readsWhatAGuestWrote(String options) throws IOException {
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("create", "-f", "qcow2", "-o", options, image, SIZE);
    QemuImg.io(image, "qcow2", QemuImg.randomWrites(new Random(7), SIZE, 60));
    sameAsQemu(image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compat=0.10",
        "cluster_size=512",
        "cluster_size=65536",
        "cluster_size=2097152",
        "compression_type=zstd",
        "compression_type=zstd,cluster_size=2097152",
        "extended_l2=on",
        "extended_l2=on,compression_type=zstd"
      })
  void readsCompressedClusters(String options) throws IOException {
    Path raw = patternedRaw();
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("convert", "-c", "-f", "raw", "-O", "qcow2", "-o", options, raw, image);
    sameAsQemu(image);
  }

  @Test
  void readsWhatWasWrittenOverCompressedClusters() throws IOException {
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("convert", "-c", "-f", "raw", "-O", "qcow2", patternedRaw(), image);
    QemuImg.io(image, "qcow2", QemuImg.randomWrites(new Random(8), SIZE, 40));
    sameAsQemu(image);
  }

  @Test
  void readsTheActiveStateOfAnImageWithSnapshots() throws IOException {
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("create", "-f", "qcow2", image, SIZE);
    QemuImg.io(image, "qcow2", "write -P 1 0 1M");
    QemuImg.img("snapshot", "-c", "before", image);
    QemuImg.io(image, "qcow2", "write -P 2 512K 1M");
    sameAsQemu(image);
  }

  @Test
  void readsAnOddSizedDisk() throws IOException {
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("create", "-f", "qcow2", image, SIZE + 512);
    QemuImg.io(image, "qcow2", "write -P 9 25165312 1024");
    sameAsQemu(image);
  }

  @Test
  void anEmptyDiskOfTerabytesReadsAsZerosAtOnce() throws IOException {
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("create", "-f", "qcow2", image, "60T");
    try (ByteSource disk = GuestDisk.open(ImageFormat.QCOW2, TestBytes.file(image))) {
      assertThat(disk.size()).isEqualTo(60L << 40);
      ByteBuffer target = ByteBuffer.allocate(1 << 20);
      assertThat(disk.read(disk.size() - 10, target)).isEqualTo(10);
      assertThat(disk.read(disk.size(), target)).isEqualTo(-1);
      assertThat(disk.read(0, target)).isEqualTo((1 << 20) - 10);
      assertThat(target.array()).containsOnly(0);
    }
  }

  private Path patternedRaw() throws IOException {
    Path raw = directory.resolve("patterned.raw");
    QemuImg.img("create", "-f", "raw", raw, SIZE);
    QemuImg.io(raw, "raw", QemuImg.randomWrites(new Random(9), SIZE, 60));
    byte[] noise = new byte[3 << 20];
    new Random(10).nextBytes(noise);
    try (var channel = FileChannel.open(raw, java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(noise), 5 << 20);
    }
    return raw;
  }

  private void sameAsQemu(Path image) throws IOException {
    Path expected = directory.resolve("expected.raw");
    QemuImg.img("convert", "-f", "qcow2", "-O", "raw", image, expected);
    try (ByteSource ours = GuestDisk.open(ImageFormat.QCOW2, TestBytes.file(image));
        ByteSource theirs = TestBytes.file(expected)) {
      assertThat(ours.size()).isEqualTo(theirs.size());
      assertThat(readAll(ours, 1 << 20)).isEqualTo(readAll(theirs, 1 << 20));
      randomReadsAgree(ours, theirs);
    }
  }

  private static void randomReadsAgree(ByteSource ours, ByteSource theirs) throws IOException {
    var random = new Random(11);
    for (int i = 0; i < 200; i++) {
      long position = random.nextLong(ours.size());
      int length = (int) Math.min(1 + random.nextInt(200_000), ours.size() - position);
      assertThat(readAt(ours, position, length)).isEqualTo(readAt(theirs, position, length));
    }
  }

  private static byte[] readAll(ByteSource source, int step) throws IOException {
    var all = ByteBuffer.allocate((int) source.size());
    for (int at = 0; at < all.capacity(); at += step) {
      all.put(readAt(source, at, Math.min(step, all.capacity() - at)));
    }
    return all.array();
  }

  private static byte[] readAt(ByteSource source, long position, int length) throws IOException {
    var target = ByteBuffer.allocate(length);
    while (target.hasRemaining()) {
      assertThat(source.read(position + target.position(), target)).isPositive();
    }
    return target.array();
  }
}
