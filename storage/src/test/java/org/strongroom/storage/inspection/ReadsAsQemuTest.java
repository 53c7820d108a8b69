package org.strongroom.storage.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageInspection;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.format.TestBytes;

/** Reads what qemu-img and qemu-io write, every sub-format, and compares with what they read. */
class ReadsAsQemuTest {
  private static final int SIZE = 6 << 20;

  @TempDir static Path common;
  private static Path pattern = Path.of("");
  private static Path odd = Path.of("");

  @TempDir Path directory;

  /** Holes, zeros that were written, and data at odd places. */
  @BeforeAll
  static void makePatterns() throws IOException {
    pattern = common.resolve("pattern.raw");
    QemuImg.img("create", "-f", "raw", pattern, SIZE);
    QemuImg.io(pattern, "raw", QemuImg.randomWrites(new Random(9), SIZE, 40));
    byte[] noise = new byte[1 << 20];
    new Random(10).nextBytes(noise);
    byte[] zeros = new byte[1 << 20];
    try (var channel = FileChannel.open(pattern, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(noise), (2 << 20) + 333);
      channel.write(ByteBuffer.wrap(zeros), (4 << 20) + 77);
      channel.write(ByteBuffer.wrap(noise, 0, 5000), SIZE - 5000);
    }
    odd = common.resolve("odd.raw");
    Files.copy(pattern, odd);
    try (var channel = FileChannel.open(odd, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(noise, 0, 1536), SIZE);
    }
  }

  static Stream<String> options() {
    return Stream.of(
        "qcow2 compat=0.10",
        "qcow2 compat=0.10,cluster_size=512",
        "qcow2 compat=1.1",
        "qcow2 cluster_size=512",
        "qcow2 cluster_size=4096",
        "qcow2 cluster_size=1M",
        "qcow2 cluster_size=2M",
        "qcow2 lazy_refcounts=on",
        "qcow2 refcount_bits=1",
        "qcow2 refcount_bits=64",
        "qcow2 preallocation=metadata",
        "qcow2 preallocation=falloc",
        "qcow2 preallocation=full",
        "qcow2 extended_l2=on",
        "qcow2 extended_l2=on,cluster_size=16k",
        "qcow2 extended_l2=on,cluster_size=2M",
        "vmdk subformat=monolithicSparse",
        "vmdk subformat=monolithicSparse,adapter_type=lsilogic",
        "vmdk subformat=monolithicSparse,adapter_type=buslogic",
        "vmdk subformat=monolithicSparse,adapter_type=legacyESX",
        "vmdk subformat=monolithicSparse,compat6=on",
        "vmdk subformat=monolithicSparse,hwversion=13,toolsversion=9",
        "vmdk subformat=monolithicSparse,zeroed_grain=on",
        "vpc subformat=dynamic",
        "vpc subformat=dynamic,force_size=on",
        "vpc subformat=fixed",
        "vpc subformat=fixed,force_size=on",
        "vdi static=off",
        "vdi static=on",
        "vhdx subformat=dynamic",
        "vhdx subformat=fixed",
        "vhdx subformat=dynamic,block_size=1M",
        "vhdx subformat=dynamic,block_size=2M,log_size=4M",
        "vhdx subformat=dynamic,block_size=16M",
        "vhdx subformat=dynamic,block_size=32M",
        "vhdx subformat=fixed,block_size=4M",
        "vhdx block_state_zero=off",
        "vhdx block_state_zero=on,block_size=1M",
        "raw preallocation=off",
        "raw preallocation=full");
  }

  static Stream<String> packedOptions() {
    return Stream.of(
        "qcow2 compat=0.10",
        "qcow2 cluster_size=512",
        "qcow2 cluster_size=4096",
        "qcow2 cluster_size=65536",
        "qcow2 cluster_size=2M",
        "qcow2 compression_type=zlib,cluster_size=1M",
        "qcow2 compression_type=zstd",
        "qcow2 compression_type=zstd,cluster_size=4096",
        "qcow2 compression_type=zstd,cluster_size=2M",
        "qcow2 extended_l2=on",
        "qcow2 extended_l2=on,compression_type=zstd",
        "vmdk subformat=streamOptimized",
        "vmdk subformat=streamOptimized,adapter_type=lsilogic,compat6=on");
  }

  /** What qemu-img converts at once, and what a guest writes bit by bit. */
  static Stream<Arguments> plain() {
    return options()
        .flatMap(text -> Stream.of(Arguments.of(text, true), Arguments.of(text, false)));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void readsWhatWasWritten(String text, boolean converted) throws IOException {
    String format = text.substring(0, text.indexOf(' '));
    String options = text.substring(text.indexOf(' ') + 1);
    Path image = directory.resolve("image");
    if (converted) {
      QemuImg.img("convert", "-f", "raw", "-O", format, "-o", options, pattern, image);
    } else {
      QemuImg.img("create", "-f", format, "-o", options, image, SIZE);
      QemuImg.io(image, format, QemuImg.randomWrites(new Random(7), SIZE - (1 << 20), 25));
    }
    sameAsQemu(image, format);
  }

  @ParameterizedTest
  @MethodSource("packedOptions")
  void readsCompressedImages(String text) throws IOException {
    String format = text.substring(0, text.indexOf(' '));
    String options = text.substring(text.indexOf(' ') + 1);
    Path image = directory.resolve("image");
    QemuImg.img("convert", "-c", "-f", "raw", "-O", format, "-o", options, odd, image);
    sameAsQemu(image, format);
  }

  @ParameterizedTest
  @MethodSource("options")
  void readsDisksOfOddSizes(String text) throws IOException {
    String format = text.substring(0, text.indexOf(' '));
    String options = text.substring(text.indexOf(' ') + 1);
    Path image = directory.resolve("image");
    QemuImg.img("convert", "-f", "raw", "-O", format, "-o", options, odd, image);
    sameAsQemu(image, format);
  }

  @Test
  void readsWhatWasWrittenOverCompressedClusters() throws IOException {
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("convert", "-c", "-f", "raw", "-O", "qcow2", pattern, image);
    QemuImg.io(image, "qcow2", QemuImg.randomWrites(new Random(8), SIZE, 40));
    sameAsQemu(image, "qcow2");
  }

  @Test
  void readsAStreamWhoseFooterTellsWhereTheDirectoryLies() throws IOException {
    Path image = directory.resolve("image.vmdk");
    QemuImg.img(
        "convert",
        "-c",
        "-f",
        "raw",
        "-O",
        "vmdk",
        "-o",
        "subformat=streamOptimized",
        pattern,
        image);
    Files.write(image, withFooter(Files.readAllBytes(image)));
    sameAsQemu(image, "vmdk");
  }

  /** As VMware writes: the header leaves the directory open, a footer at the end tells it. */
  static byte[] withFooter(byte[] image) {
    byte[] whole = Arrays.copyOf(image, (image.length + 511) / 512 * 512 + 3 * 512);
    int footer = whole.length - 3 * 512;
    var bytes = ByteBuffer.wrap(whole).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(footer, 1).putInt(footer + 12, 3);
    bytes.put(footer + 512, image, 0, 512);
    bytes.putLong(56, -1);
    return whole;
  }

  @Test
  void readsInternalSnapshotsByName() throws IOException {
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("create", "-f", "qcow2", image, SIZE);
    QemuImg.io(image, "qcow2", "write -P 1 0 1M");
    QemuImg.img("snapshot", "-c", "before", image);
    QemuImg.io(image, "qcow2", "write -P 2 512K 1M");
    QemuImg.img("snapshot", "-c", "a longer name, später", image);
    QemuImg.io(image, "qcow2", "write -z 0 3M", "write -P 3 4M 1M");
    sameAsQemu(image, "qcow2");
    for (String name : List.of("before", "a longer name, später")) {
      Path expected = directory.resolve("snapshot.raw");
      QemuImg.img(
          "convert",
          "-l",
          "snapshot.name=" + name.replace(",", ",,"),
          "-f",
          "qcow2",
          "-O",
          "raw",
          image,
          expected);
      try (Disk ours = GuestDisks.openSnapshot(ImageFormat.QCOW2, TestBytes.file(image), name)) {
        same(ours, expected);
      }
    }
    try (Disk byId = GuestDisks.openSnapshot(ImageFormat.QCOW2, TestBytes.file(image), "2")) {
      assertThat(readAt(byId, 600 << 10, 1)).containsExactly(2);
    }
    assertThatThrownBy(
            () -> GuestDisks.openSnapshot(ImageFormat.QCOW2, TestBytes.file(image), "after"))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("no internal snapshot 'after'");
  }

  @Test
  void aSnapshotHasTheSizeThatItsGuestSaw() throws IOException {
    Path image = directory.resolve("image.qcow2");
    QemuImg.img("create", "-f", "qcow2", image, SIZE);
    QemuImg.io(image, "qcow2", "write -P 1 0 1M");
    QemuImg.img("snapshot", "-c", "before", image);
    QemuImg.img("resize", image, "+8M");
    QemuImg.io(image, "qcow2", "write -P 2 512K 1M");
    try (Disk ours = GuestDisks.openSnapshot(ImageFormat.QCOW2, TestBytes.file(image), "before")) {
      byte[] seen = readAt(ours, 0, (int) ours.size());
      QemuImg.img("snapshot", "-a", "before", image);
      Path expected = directory.resolve("snapshot.raw");
      QemuImg.img("convert", "-f", "qcow2", "-O", "raw", image, expected);
      assertThat(expected).satisfies(sameBytes(seen));
    }
  }

  @Test
  void anEmptyDiskOfTerabytesReadsAsZerosAtOnce() throws IOException {
    for (String format : List.of("qcow2", "vhdx", "vmdk")) {
      Path image = directory.resolve("image." + format);
      long size = (format.equals("vmdk") ? 1L : 60L) << 40;
      QemuImg.img("create", "-f", format, image, size);
      try (Disk disk =
          GuestDisks.open(ImageFormat.ofWireName(format).orElseThrow(), TestBytes.file(image))) {
        assertThat(disk.size()).isEqualTo(size);
        disk.check();
        assertThat(disk.run(0, Long.MAX_VALUE)).isEqualTo(new Disk.Run(true, size));
        ByteBuffer target = ByteBuffer.allocate(1 << 20);
        assertThat(disk.read(disk.size() - 10, target)).isEqualTo(10);
        assertThat(disk.read(disk.size(), target)).isEqualTo(-1);
        assertThat(target.array()).containsOnly(0);
      }
    }
  }

  private void sameAsQemu(Path image, String format) throws IOException {
    Path expected = directory.resolve("expected.raw");
    QemuImg.img("convert", "-f", format, "-O", "raw", image, expected);
    ImageFormat ours = format.equals("vpc") ? ImageFormat.VHD : ofQemu(format);
    try (ByteSource file = TestBytes.file(image)) {
      var told = ImageInspector.inspect(file);
      var streamed = ImageInspectorTest.inspectStream(Files.readAllBytes(image), 70_000);
      assertThat(told)
          .isEqualTo(new ImageInspection(ours, Files.size(expected), Files.size(image)));
      assertThat(streamed.format()).isEqualTo(ours);
    }
    try (Disk disk = GuestDisks.open(ours, TestBytes.file(image))) {
      disk.check();
      same(disk, expected);
    }
  }

  private static ImageFormat ofQemu(String format) {
    return ImageFormat.valueOf(format.toUpperCase(Locale.ROOT));
  }

  private static void same(Disk ours, Path expected) throws IOException {
    try (ByteSource theirs = TestBytes.file(expected)) {
      assertThat(ours.size()).isEqualTo(theirs.size());
      byte[] all = readAt(theirs, 0, (int) theirs.size());
      assertThat(Arrays.mismatch(readAt(ours, 0, all.length), all)).isEqualTo(-1);
      zerosAreZero(ours, all);
      var random = new Random(11);
      for (int i = 0; i < 50; i++) {
        int position = random.nextInt(all.length);
        int length = Math.min(1 + random.nextInt(200_000), all.length - position);
        byte[] there = Arrays.copyOfRange(all, position, position + length);
        assertThat(Arrays.mismatch(readAt(ours, position, length), there)).isEqualTo(-1);
      }
    }
  }

  private static void zerosAreZero(Disk disk, byte[] all) throws IOException {
    List<Disk.Run> runs = new ArrayList<>();
    long position = 0;
    while (position < disk.size()) {
      Disk.Run run = disk.run(position, disk.size());
      runs.add(run);
      int end = (int) (position + run.length());
      if (run.zero()) {
        byte[] zeros = new byte[(int) run.length()];
        int differs = Arrays.mismatch(all, (int) position, end, zeros, 0, zeros.length);
        assertThat(differs).as("byte behind %d that is said to be zero", position).isEqualTo(-1);
      }
      position = end;
    }
    assertThat(position).as("%s", runs).isEqualTo(disk.size());
  }

  private static byte[] readAt(ByteSource source, long position, int length) throws IOException {
    var target = ByteBuffer.allocate(length);
    while (target.hasRemaining()) {
      assertThat(source.read(position + target.position(), target)).isPositive();
    }
    return target.array();
  }
}
