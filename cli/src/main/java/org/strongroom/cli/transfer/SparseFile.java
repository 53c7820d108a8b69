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
  private long position;

  SparseFile(FileChannel channel) throws IOException {
    this.channel = channel;
    this.position = channel.size();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int end = offset + length;
    int data = offset; // where bytes begin that are not written yet
    for (int at = offset; at < end; ) {
      int some = (int) Math.min(end - at, BLOCK - (position + at - data) % BLOCK);
      if (some == BLOCK && Arrays.equals(bytes, at, at + BLOCK, ZEROS, 0, BLOCK)) {
        put(bytes, data, at);
        position += BLOCK;
        data = at + BLOCK;
      }
      at += some;
    }
    put(bytes, data, end);
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
    if (channel.size() < position) {
      channel.write(ByteBuffer.allocate(1), position - 1);
    }
  }
}
