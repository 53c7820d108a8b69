package org.strongroom.storage.conversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.format.TestBytes;
import org.strongroom.storage.inspection.GuestDisks;
import org.strongroom.storage.inspection.ImageInspector;

/** What is converted is the same disk to QEMU. */
class ConvertedDiskTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "raw, RAW, 4194304",
    "raw, RAW, 4194816",
    "raw, RAW, 512",
    "raw, RAW, 700000256",
    "vmdk, VMDK, 4194304",
    "vhdx, VHDX, 4194304",
    "vdi, VDI, 4194304"
  })
  void toQcow2(String qemu, ImageFormat format, long size) throws IOException {
    Path raw = pattern(size);
    Path image = directory.resolve("image");
    QemuImg.img("convert", "-f", "raw", "-O", qemu, raw, image);

    Path converted = converted(format, image, ImageFormat.QCOW2);

    QemuImg.img("check", "-f", "qcow2", converted);
    QemuImg.img("compare", "-f", "raw", "-F", "qcow2", raw, converted);
    assertThat(ImageInspector.inspect(TestBytes.file(converted)).virtualSize()).isEqualTo(size);
    assertThat(Files.size(converted)).isLessThan(1_500_000);
  }

  /** QEMU counts a disk in whole sectors, and would leave out the rest. */
  @Test
  void aRawDiskOfOddSizeKeepsItsEnd() throws IOException {
    byte[] odd = new byte[1000];
    new Random(4).nextBytes(odd);
    Path image = Files.write(directory.resolve("odd"), odd);
    Path back = directory.resolve("back");

    QemuImg.img(
        "convert",
        "-f",
        "qcow2",
        "-O",
        "raw",
        converted(ImageFormat.RAW, image, ImageFormat.QCOW2),
        back);

    assertThat(Files.readAllBytes(back)).isEqualTo(Arrays.copyOf(odd, 1024));
  }

  @Test
  void aDiskThatIsTooLargeIsNotConverted() {
    Disk huge = new EmptyDisk((16L << 40) + 1);
    assertThatThrownBy(() -> ConvertedDisk.of(huge, ImageFormat.QCOW2))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("16 TiB");
  }

  private record EmptyDisk(long size) implements Disk {
    @Override
    public int read(long position, ByteBuffer target) {
      throw new AssertionError("its bytes are asked for");
    }

    @Override
    public Run run(long position, long most) {
      return new Run(true, most);
    }

    @Override
    public void check() {}

    @Override
    public void close() {}
  }

  @Test
  void toRaw() throws IOException {
    Path raw = pattern(5_000_192);
    Path image = directory.resolve("image");
    QemuImg.img("convert", "-c", "-f", "raw", "-O", "qcow2", raw, image);
    assertThat(converted(ImageFormat.QCOW2, image, ImageFormat.RAW)).satisfies(sameBytes(raw));
  }

  @Test
  void countsItsOwnCounts() {
    var used = new BitSet();
    used.set(0, 40_000);
    Qcow2Layout layout = Qcow2Layout.of(4L << 40, used);
    assertThat(layout.countBlocks()).isEqualTo(2);
    assertThat(layout.firstLevelEntries()).isEqualTo(8192);
    assertThat(layout.fileBytes() / Qcow2Layout.CLUSTER).isEqualTo(1 + 1 + 2 + 1 + 5 + 40_000);
  }

  private Path converted(ImageFormat from, Path image, ImageFormat to) throws IOException {
    Path converted = directory.resolve("converted");
    try (var source = ConvertedDisk.of(GuestDisks.open(from, TestBytes.file(image)), to)) {
      Files.copy(source.stream(), converted);
      assertThat(source.length()).hasValue(Files.size(converted));
    }
    return converted;
  }

  private Path pattern(long size) throws IOException {
    Path raw = directory.resolve("raw");
    QemuImg.img("create", "-f", "raw", raw, size);
    byte[] noise = new byte[300_000];
    new Random(3).nextBytes(noise);
    try (var channel = FileChannel.open(raw, StandardOpenOption.WRITE)) {
      for (long at : new long[] {0, size / 3, size - 300}) {
        int length = (int) Math.min(noise.length, size - at);
        channel.write(ByteBuffer.wrap(noise, 0, length), at);
      }
    }
    return raw;
  }
}
