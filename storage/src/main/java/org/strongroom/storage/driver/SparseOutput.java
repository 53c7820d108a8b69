package org.strongroom.storage.driver;

import java.io.IOException;
import java.util.Arrays;

/**
 * Tells the zeros in a stream of bytes from the rest, so that long runs of them can be left out as
 * holes of a file. Short ones are data: a hole costs a request and a piece of the file system's
 * map. Not thread-safe.
 */
public final class SparseOutput {
  /** What takes the bytes. */
  public interface Target {
    void data(byte[] bytes, int offset, int length) throws IOException;

    /** So many zeros come next; at the end of a file nothing may follow. */
    void hole(long length) throws IOException;
  }

  /** File systems keep blocks of this size, so smaller runs of zeros save nothing. */
  private static final int BLOCK = 4 << 10;

  private static final long SHORTEST_HOLE = 16 << 10;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final Target target;
  private long position;
  private long zeros;

  /**
   * @param position bytes of the file that are there already
   */
  public SparseOutput(Target target, long position) {
    this.target = target;
    this.position = position;
  }

  /** The length of the file with all that came, zeros included. */
  public long position() {
    return position;
  }

  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int data = offset; // where bytes begin that are not handed on yet
    for (int at = offset; at < end; ) {
      int some = (int) Math.min(end - at, BLOCK - position % BLOCK);
      if (isZero(bytes, at, some)) {
        hand(bytes, data, at);
        zeros += some;
        data = at + some;
      } else if (zeros > 0) {
        endZeros();
      }
      at += some;
      position += some;
    }
    hand(bytes, data, end);
  }

  private void hand(byte[] bytes, int from, int to) throws IOException {
    if (to > from) {
      target.data(bytes, from, to - from);
    }
  }

  private static boolean isZero(byte[] bytes, int at, int length) {
    return bytes[at] == 0 && Arrays.equals(bytes, at, at + length, ZEROS, 0, length);
  }

  /** Hands on what is held back: zeros at the end, for the last of which the file needs a byte. */
  public void finish() throws IOException {
    if (zeros > 0) {
      zeros--;
      endZeros();
      target.data(ZEROS, 0, 1);
    }
  }

  private void endZeros() throws IOException {
    if (zeros >= SHORTEST_HOLE) {
      target.hole(zeros);
    } else {
      for (long left = zeros; left > 0; ) {
        int some = (int) Math.min(left, BLOCK);
        target.data(ZEROS, 0, some);
        left -= some;
      }
    }
    zeros = 0;
  }
}
