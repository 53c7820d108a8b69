package org.strongroom.storage.nbd.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.strongroom.storage.nbd.wire.NbdProtocolException;

/** What a server said of a stretch of a disk in one context: neighbours of one state, no gaps. */
final class Extents {
  /** Most that one reply may have, as much as servers send. */
  static final int MOST = 1 << 20;

  static final int BYTES = 8;

  private final long start;

  /** Where each ends. */
  private final long[] ends;

  private final int[] states;

  private Extents(long start, long[] ends, int[] states) {
    this.start = start;
    this.ends = ends;
    this.states = states;
  }

  /**
   * Reads them.
   *
   * @param length bytes that were asked about; the last extent may go beyond
   * @param count extents that follow
   * @param mask of the bits that matter
   */
  static Extents read(DataInputStream in, long start, long length, int count, int mask)
      throws IOException {
    long[] ends = new long[16];
    int[] states = new int[16];
    int found = 0;
    long end = start;
    for (int i = 0; i < count; i++) {
      long bytes = in.readInt() & 0xffff_ffffL;
      int state = in.readInt() & mask;
      if (bytes == 0) {
        throw new NbdProtocolException("a stretch of no bytes was told at %d".formatted(end));
      }
      if (end - start >= length) {
        throw new NbdProtocolException("more was told than the %d bytes asked".formatted(length));
      }
      end = Math.min(end + bytes, start + length);
      if (found > 0 && states[found - 1] == state) {
        ends[found - 1] = end;
        continue;
      }
      if (found == ends.length) {
        ends = Arrays.copyOf(ends, 2 * found);
        states = Arrays.copyOf(states, 2 * found);
      }
      ends[found] = end;
      states[found++] = state;
    }
    return new Extents(start, Arrays.copyOf(ends, found), Arrays.copyOf(states, found));
  }

  /** Number of the one that holds a position, or -1. */
  int at(long position) {
    if (position < start || ends.length == 0 || position >= ends[ends.length - 1]) {
      return -1;
    }
    int found = Arrays.binarySearch(ends, position);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Where the one of this number ends. */
  long end(int number) {
    return ends[number];
  }

  /** The bits of the one of this number that matter. */
  int state(int number) {
    return states[number];
  }
}
