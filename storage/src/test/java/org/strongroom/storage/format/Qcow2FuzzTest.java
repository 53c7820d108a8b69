package org.strongroom.storage.format;

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
import org.strongroom.storage.ByteSource;

/** Mutated headers and tables end in an IOException or in bytes, never in anything else. */
class Qcow2FuzzTest {
  private static final int ROUNDS = 20_000;
  private static final long MOST_ALLOCATED = 64 << 20;

  @TempDir Path directory;

  @Test
  @Timeout(300)
  void mutatedImagesFailCleanlyOrRead() throws IOException {
    long seed = Long.getLong("strongroom.seed", new Random().nextLong());
    System.out.println("Qcow2FuzzTest: -Dstrongroom.seed=" + seed);
    var random = new Random(seed);
    List<byte[]> originals = originals();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = allocated();
      byte[] image = mutate(originals.get(random.nextInt(originals.size())), random);
      try {
        readSome(image, random);
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

  private static void readSome(byte[] image, Random random) throws IOException {
    ImageInspector.inspect(TestBytes.memory(image));
    try (ByteSource disk = Qcow2Reader.open(TestBytes.memory(image))) {
      var target = ByteBuffer.allocate(256 * 1024);
      for (int i = 0; i < 30 && disk.size() > 0; i++) {
        long position = i < 10 ? i * 100_000L : random.nextLong(disk.size());
        int count = disk.read(position, target.clear());
        assertThat(count == -1 || (count > 0 && count == target.position())).isTrue();
      }
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] image =
        random.nextInt(8) == 0
            ? java.util.Arrays.copyOf(original, random.nextInt(original.length))
            : original.clone();
    if (image.length < 200) {
      return image;
    }
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      // Half of the changes hit the header, the others the tables and data behind it.
      int at = random.nextInt(random.nextBoolean() ? 120 : image.length - 8);
      switch (random.nextInt(4)) {
        case 0 -> image[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> image[at] = (byte) random.nextInt();
        case 2 -> ByteBuffer.wrap(image).putLong(at & ~7, random.nextLong());
        default -> ByteBuffer.wrap(image).putLong(at & ~7, 512L * random.nextInt(4096));
      }
    }
    return image;
  }

  private List<byte[]> originals() throws IOException {
    List<byte[]> images = new ArrayList<>();
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
        Path image = directory.resolve("image");
        QemuImg.img("convert", compressed, "-f", "raw", "-O", "qcow2", "-o", options, raw, image);
        images.add(Files.readAllBytes(image));
      }
    }
    return images;
  }
}
