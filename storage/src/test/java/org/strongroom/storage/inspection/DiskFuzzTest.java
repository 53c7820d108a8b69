package org.strongroom.storage.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.format.TestBytes;

/**
 * Mutated headers and tables of all formats end in an IOException or in bytes, never in anything
 * else. {@code -Dstrongroom.fuzz.rounds} makes more of them.
 */
class DiskFuzzTest {
  private static final int ROUNDS = Integer.getInteger("strongroom.fuzz.rounds", 3000);
  private static final long MOST_ALLOCATED = 40 << 20;

  @TempDir Path directory;

  @Test
  @Timeout(300)
  void mutatedImagesFailCleanlyOrRead() throws IOException {
    long seed = Long.getLong("strongroom.seed", new Random().nextLong());
    System.out.println("DiskFuzzTest: -Dstrongroom.seed=" + seed);
    var random = new Random(seed);
    List<Original> originals = originals();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = allocated();
      Original original = originals.get(random.nextInt(originals.size()));
      byte[] image = mutate(original, random);
      try {
        readSome(original, image, random);
      } catch (IOException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        fail("seed %d, round %d".formatted(seed, round), e);
      }
      assertThat(allocated() - before)
          .as("bytes allocated, seed %d, round %d", seed, round)
          .isLessThan(MOST_ALLOCATED);
    }
    assertThat(refused).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static void readSome(Original original, byte[] image, Random random) throws IOException {
    boolean told = random.nextBoolean();
    ImageFormat format =
        told ? original.format() : ImageInspectorTest.inspectStream(image, 100_000).format();
    ImageInspector.inspect(TestBytes.memory(image), format);
    try (Disk disk = GuestDisks.open(format, TestBytes.memory(image))) {
      var target = ByteBuffer.allocate(64 * 1024);
      for (int i = 0; i < 20 && disk.size() > 0; i++) {
        long position = i < 10 ? i * 100_000L % disk.size() : random.nextLong(disk.size());
        int count = disk.read(position, target.clear());
        assertThat(count == -1 || (count > 0 && count == target.position())).isTrue();
        assertThat(disk.run(position, 1 << 20).length()).isBetween(1L, 1L << 20);
      }
    }
  }

  private static byte[] mutate(Original good, Random random) {
    byte[] original = good.bytes();
    byte[] image =
        random.nextInt(8) == 0
            ? java.util.Arrays.copyOf(original, random.nextInt(original.length))
            : original.clone();
    if (image.length < 200) {
      return image;
    }
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      // Half of the changes hit the header, the others the tables and data behind it.
      int[] tables = good.tables();
      int at =
          random.nextBoolean() || tables.length == 0
              ? random.nextInt(image.length - 8)
              : (tables[random.nextInt(tables.length)] + random.nextInt(120)) % (image.length - 8);
      switch (random.nextInt(4)) {
        case 0 -> image[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> image[at] = (byte) random.nextInt();
        case 2 -> ByteBuffer.wrap(image).putLong(at & ~7, random.nextLong());
        default -> ByteBuffer.wrap(image).putLong(at & ~7, 512L * random.nextInt(4096));
      }
    }
    return image;
  }

  /** An image as it should be. */
  private record Original(ImageFormat format, byte[] bytes, int[] tables) {}

  private List<Original> originals() throws IOException {
    List<Original> images = new ArrayList<>();
    Path raw = directory.resolve("raw");
    QemuImg.img("create", "-f", "raw", raw, "1M");
    QemuImg.io(raw, "raw", "write -P 5 0 300K", "write -P 6 700K 100K");
    for (String options :
        List.of(
            "compat=0.10,cluster_size=512",
            "cluster_size=4096",
            "extended_l2=on,cluster_size=16k",
            "compression_type=zstd,cluster_size=4096")) {
      for (String compressed : List.of("-c", "-q")) {
        images.add(original(ImageFormat.QCOW2, raw, compressed, "qcow2", options, 0));
      }
    }
    images.add(original(ImageFormat.VMDK, raw, "-q", "vmdk", "subformat=monolithicSparse", 0));
    images.add(original(ImageFormat.VMDK, raw, "-q", "vmdk", "subformat=streamOptimized", 0));
    images.add(original(ImageFormat.VHD, raw, "-q", "vpc", "subformat=dynamic", 0, 512, 1536));
    images.add(original(ImageFormat.VHD, raw, "-q", "vpc", "subformat=fixed"));
    images.add(original(ImageFormat.VDI, raw, "-q", "vdi", "static=off", 0, 340, 512));
    images.add(
        original(
            ImageFormat.VHDX,
            raw,
            "-q",
            "vhdx",
            "block_size=1M",
            65536,
            3 << 16,
            2 << 20,
            3 << 20));
    return images;
  }

  private Original original(
      ImageFormat ours, Path raw, String flag, String format, String options, int... tables)
      throws IOException {
    Path image = directory.resolve("image");
    QemuImg.img("convert", flag, "-f", "raw", "-O", format, "-o", options, raw, image);
    return new Original(ours, Files.readAllBytes(image), tables);
  }
}
