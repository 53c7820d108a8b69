package org.strongroom.storage.conversion;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.strongroom.storage.format.Disk;

/** Finds the clusters of a disk that hold more than zeros: a bit for each, 2 MiB for 1 TiB. */
final class UsedClusters {
  private static final int CLUSTER = Qcow2Layout.CLUSTER;
  private static final int PIECE = 16 * CLUSTER;

  private UsedClusters() {}

  /** Reads what the disk's own tables do not say to be zero. */
  static BitSet of(Disk disk) throws IOException {
    BitSet used = new BitSet();
    byte[] piece = new byte[PIECE];
    long position = 0;
    while (position < disk.size()) {
      Disk.Run run = disk.run(position, disk.size() - position);
      if (!run.zero()) {
        look(disk, position, position + run.length(), piece, used);
      }
      position += run.length();
    }
    return used;
  }

  private static void look(Disk disk, long start, long end, byte[] piece, BitSet used)
      throws IOException {
    long position = start;
    while (position < end) {
      int length = (int) Math.min(end - position, PIECE - position % PIECE);
      read(disk, position, ByteBuffer.wrap(piece, 0, length));
      int done = 0;
      while (done < length) {
        long cluster = (position + done) / CLUSTER;
        int there = (int) Math.min(length - done, (cluster + 1) * CLUSTER - position - done);
        if (!used.get(Math.toIntExact(cluster)) && !isZero(piece, done, there)) {
          used.set((int) cluster);
        }
        done += there;
      }
      position += length;
    }
  }

  private static boolean isZero(byte[] bytes, int start, int length) {
    return bytes[start] == 0
        && Arrays.equals(bytes, start, start + length - 1, bytes, start + 1, start + length);
  }

  static void read(Disk disk, long position, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      int count = disk.read(position + target.position(), target);
      if (count < 0) {
        throw new java.io.EOFException("the disk became shorter while it was read");
      }
    }
  }
}
