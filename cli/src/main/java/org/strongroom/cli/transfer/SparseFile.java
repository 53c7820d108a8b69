package org.strongroom.cli.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The end of a file, into which blocks of zeros go as holes. Closing it leaves the file open. */
final class SparseFile extends OutputStream {
  /** What file systems keep at a time. */
  private static final int BLOCK = 4 << 10;

  private static final byte[] ZEROS = new byte[BLOCK];

  private final FileChannel channel;

  /** The bytes that came of the block at {@code position}, which is not at the end of one. */
  private final byte[] begun = new byte[BLOCK];

  private int held;
  private long position;

  SparseFile(FileChannel channel) throws IOException {
    this.channel = channel;
    this.position = channel.size();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** Pieces may be of any length: a block of zeros is one however its bytes came. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int at = offset;
    if (held > 0 || position % BLOCK != 0) {
      at += fill(bytes, at, end);
    }
    int data = at; // where bytes begin that are not written yet
    while (end - at >= BLOCK) {
      if (Arrays.equals(bytes, at, at + BLOCK, ZEROS, 0, BLOCK)) {
        put(bytes, data, at);
        position += BLOCK;
        data = at + BLOCK;
      }
      at += BLOCK;
    }
    put(bytes, data, at);
    System.arraycopy(bytes, at, begun, held, end - at);
    held += end - at;
  }

  /**
   * Brings the block that has begun to its end, as far as the bytes go.
   *
   * @return how many it took
   */
  private int fill(byte[] bytes, int from, int end) throws IOException {
    int room = BLOCK - (int) (position % BLOCK);
    int some = Math.min(room - held, end - from);
    System.arraycopy(bytes, from, begun, held, some);
    held += some;
    if (held == room) {
      putBegun();
    }
    return some;
  }

  private void putBegun() throws IOException {
    if (Arrays.equals(begun, 0, held, ZEROS, 0, held)) {
      position += held;
    } else {
      put(begun, 0, held);
    }
    held = 0;
  }

  private void put(byte[] bytes, int from, int to) throws IOException {
    ByteBuffer some = ByteBuffer.wrap(bytes, from, to - from);
    while (some.hasRemaining()) {
      position += channel.write(some, position);
    }
  }

  /** A hole at the end needs a byte behind it. */
  @Override
  public void close() throws IOException {
    putBegun();
    if (channel.size() < position) {
      channel.write(ByteBuffer.allocate(1), position - 1);
    }
  }
}
