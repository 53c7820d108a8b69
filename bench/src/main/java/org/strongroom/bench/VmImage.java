package org.strongroom.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A disk as virtual machines have them: a third is holes, a third shrinks to a few tenths, as
 * programs and texts do, and a third does not shrink. The same each time.
 */
record VmImage(Path file, int mebibytes) {
  private static final int MIB = 1 << 20;
  private static final int STRETCH = 64 << 10;

  /**
   * @param seed of another image
   */
  static VmImage make(Path file, int mebibytes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength((long) mebibytes * MIB);
      byte[] piece = new byte[MIB];
      for (int i = 0; i < mebibytes; i++) {
        int kind = random.nextInt(3);
        if (kind == 0) {
          continue;
        }
        fill(piece, random, kind == 1);
        out.seek((long) i * MIB);
        out.write(piece);
      }
    }
    return new VmImage(file, mebibytes);
  }

  private static void fill(byte[] piece, SplittableRandom random, boolean shrinks) {
    if (!shrinks) {
      random.nextBytes(piece);
      return;
    }
    for (int at = 0; at < piece.length; ) {
      byte[] line =
          "%08x /usr/lib/python3/dist-packages/module%d/__init__.py root 0644\n"
              .formatted(random.nextInt(), random.nextInt(500))
              .getBytes(StandardCharsets.US_ASCII);
      int some = Math.min(line.length, piece.length - at);
      System.arraycopy(line, 0, piece, at, some);
      at += some;
    }
  }

  /** Writes other bytes over two hundredths of it, in stretches of 64 KiB anywhere. */
  void change() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    byte[] piece = new byte[STRETCH];
    long stretches = (long) mebibytes * MIB / STRETCH;
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      for (long i = 0; i < Math.max(1, stretches / 50); i++) {
        random.nextBytes(piece);
        out.seek(random.nextLong(stretches) * STRETCH);
        out.write(piece);
      }
    }
  }
}
