package org.strongroom.storage.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageInspection;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.format.TestBytes;

/** What a hostile or broken qcow2 header is answered with. */
class HostileQcow2Test {
  @TempDir Path directory;
  private byte[] image = new byte[0];

  @BeforeEach
  void makeAGoodOne() throws IOException {
    Path file = directory.resolve("good");
    QemuImg.img("create", "-f", "qcow2", file, "1G");
    QemuImg.io(file, "qcow2", "write -P 1 0 1M");
    image = Files.readAllBytes(file);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1, version 1",
    "4, 7, only 2 and 3",
    "4, -1, only 2 and 3",
    "16, 5, backing file",
    "20, 8, 2^8 bytes",
    "20, 22, 2^22 bytes",
    "20, -1, 512 bytes to 2 MiB",
    "32, 1, encrypted",
    "32, 2, encrypted",
    "36, 1, needs 2",
    "36, 0, needs 2",
    "36, 2147483647, too large",
    "36, 4194304, cut off or damaged",
    "56, 200, too large",
    "56, 0, no reference count table",
    "60, 70000, too many",
    "60, 60000, snapshot table",
    "76, 2, marked as corrupt",
    "76, 4, external file",
    "76, 8, compression type",
    "76, 32, unknown features",
    "96, 7, reference counts",
    "100, 103, header length",
    "100, 65544, header length",
    "92, 2, external file",
    "116, 2147483647, an extension of its header",
    "100, 0, header length"
  })
  void refusesNumbers(int offset, int value, String text) {
    refused(bytes -> bytes.putInt(offset, value), text);
  }

  @ParameterizedTest
  @CsvSource({
    "8, 4096, backing file",
    "24, 70368744178176, 64 TiB",
    "24, -1, 64 TiB",
    "24, 70368744177664, needs 131072",
    "40, 0, over the header",
    "40, 196609, no cluster begins at",
    "40, -65536, no cluster begins at",
    "40, 9223372036854710272, ends at",
    "40, 1073741824, cut off",
    "48, 1073741824, reference count table",
    "48, 5, reference count table"
  })
  void refusesOffsetsAndSizes(int offset, long value, String text) {
    refused(bytes -> bytes.putLong(offset, value), text);
  }

  @Test
  void refusesAFileCutInsideTheHeader() {
    image = Arrays.copyOf(image, 90);
    refused(bytes -> {}, "cut off");
  }

  @Test
  void refusesAFileCutBeforeItsTables() {
    image = Arrays.copyOf(image, 70_000);
    refused(bytes -> {}, "cut off");
  }

  @Test
  void refusesARealBackingFile() throws IOException {
    Path overlay = directory.resolve("overlay");
    QemuImg.img("create", "-f", "qcow2", "-F", "raw", "-b", "/etc/hostname", overlay, "1M");
    image = Files.readAllBytes(overlay);
    refused(bytes -> {}, "flatten it with 'qemu-img convert -O qcow2'");
  }

  @Test
  void refusesARealExternalDataFile() throws IOException {
    Path file = directory.resolve("split");
    QemuImg.img(
        "create", "-f", "qcow2", "-o", "data_file=" + directory.resolve("data"), file, "1M");
    image = Files.readAllBytes(file);
    refused(bytes -> {}, "external file");
  }

  @Test
  void aFirstLevelEntryBeyondTheFileFailsOnOpening() {
    long l1 = ByteBuffer.wrap(image).getLong(40);
    ByteBuffer.wrap(image).putLong((int) l1, 1L << 40);
    assertThatThrownBy(() -> GuestDisks.open(ImageFormat.QCOW2, TestBytes.memory(image)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("first-level entry leads to");
  }

  @Test
  void aFirstLevelEntryThatLeadsToItsOwnTableFailsOrReadsButEnds() throws IOException {
    int l1 = (int) ByteBuffer.wrap(image).getLong(40);
    ByteBuffer.wrap(image).putLong(l1, l1);
    try (var reader = GuestDisks.open(ImageFormat.QCOW2, TestBytes.memory(image))) {
      assertThat(reader.read(0, ByteBuffer.allocate(10))).isEqualTo(10);
    }
  }

  /** A disk of 64 TiB could be walked for an hour over one table of a few kilobytes. */
  @Test
  void aSecondLevelTableThatServesTwiceFailsOnOpening() {
    ByteBuffer bytes = ByteBuffer.wrap(image);
    int l1 = (int) bytes.getLong(40);
    bytes.putLong(l1 + 8, bytes.getLong(l1));
    assertThatThrownBy(() -> GuestDisks.open(ImageFormat.QCOW2, TestBytes.memory(image)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("two places of the disk");
  }

  @Test
  void aSecondLevelEntryBeyondTheFileFailsOnReading() throws IOException {
    int l1 = (int) ByteBuffer.wrap(image).getLong(40);
    int l2 = (int) (ByteBuffer.wrap(image).getLong(l1) & 0x00ff_ffff_ffff_fe00L);
    ByteBuffer.wrap(image).putLong(l2, 1L << 50);
    try (var reader = GuestDisks.open(ImageFormat.QCOW2, TestBytes.memory(image))) {
      assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(10)))
          .isInstanceOf(ImageFormatException.class)
          .hasMessageContaining("second-level entry leads to");
    }
  }

  @ParameterizedTest
  @CsvSource({"header, 0", "first-level table, 40", "reference counts, 48"})
  void aClusterThatLiesOverATableIsRefused(String what, int offsetAt) {
    ByteBuffer bytes = ByteBuffer.wrap(image);
    long over = offsetAt == 0 ? 0 : bytes.getLong(offsetAt);
    int l1 = (int) bytes.getLong(40);
    int l2 = (int) (bytes.getLong(l1) & 0x00ff_ffff_ffff_fe00L);
    bytes.putLong(over == 0 ? l1 : l2, (over == 0 ? bytes.getLong(40) : over) | 1L << 63);
    refusedWhole("two places");
  }

  @Test
  void aTableOfASnapshotThatLeadsOutsideIsRefused() throws IOException {
    Path file = directory.resolve("good");
    QemuImg.img("snapshot", "-c", "before", file);
    QemuImg.io(file, "qcow2", "write -P 2 0 1M");
    byte[] good = Files.readAllBytes(file);
    image = good.clone();
    assertThat(inspected().virtualSize()).isEqualTo(1 << 30);

    int snapshots = (int) ByteBuffer.wrap(image).getLong(64);
    ByteBuffer.wrap(image).putLong(snapshots, 1L << 40);
    refusedWhole("table of a snapshot");

    image = good.clone();
    int l1 = (int) ByteBuffer.wrap(image).getLong(snapshots);
    int l2 = (int) (ByteBuffer.wrap(image).getLong(l1) & 0x00ff_ffff_ffff_fe00L);
    ByteBuffer.wrap(image).putLong(l2, 1L << 50);
    refusedWhole("second-level entry leads to");
  }

  /** QEMU counts whole sectors. */
  @Test
  void aDiskEndsWithItsLastWholeSector() throws IOException {
    ByteBuffer.wrap(image).putLong(24, (1 << 30) - 100);
    assertThat(inspected().virtualSize()).isEqualTo((1 << 30) - 512);
  }

  private ImageInspection inspected() throws IOException {
    return ImageInspector.inspect(TestBytes.memory(image), ImageFormat.QCOW2);
  }

  private void refusedWhole(String text) {
    assertThatThrownBy(this::inspected)
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(text);
  }

  private void refused(Consumer<ByteBuffer> change, String text) {
    change.accept(ByteBuffer.wrap(image));
    assertThatThrownBy(() -> ImageInspectorTest.inspectStream(image, 4096))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining(text);
  }
}
