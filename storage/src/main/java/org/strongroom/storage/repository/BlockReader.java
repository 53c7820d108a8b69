package org.strongroom.storage.repository;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.strongroom.storage.format.Disk;

/** Reads blocks of a disk, but not what its tables say is zeros. */
final class BlockReader {
  private final Disk disk;
  private long zeroStart;
  private long zeroEnd;
  private long dataStart;
  private long dataEnd;

  BlockReader(Disk disk) {
    this.disk = disk;
  }

  /** Whether the disk's tables say that a stretch is zeros. */
  boolean isZero(long position, int length) throws IOException {
    if (position >= dataStart && position < dataEnd) {
      return false;
    }
    if (position < zeroStart || position > zeroEnd) {
      zeroStart = position;
      zeroEnd = position;
    }
    while (zeroEnd < position + length) {
      Disk.Run run = disk.run(zeroEnd, disk.size() - zeroEnd);
      if (!run.zero()) {
        dataStart = zeroEnd;
        dataEnd = zeroEnd + run.length();
        return false;
      }
      zeroEnd += run.length();
    }
    return true;
  }

  /** Fills the first {@code length} bytes of a block. */
  void read(long position, byte[] block, int length) throws IOException {
    for (int done = 0; done < length; ) {
      Disk.Run run = disk.run(position + done, length - done);
      int some = (int) Math.min(run.length(), length - done);
      if (run.zero()) {
        Arrays.fill(block, done, done + some, (byte) 0);
      } else {
        fill(position + done, block, done, some);
      }
      done += some;
    }
  }

  private void fill(long position, byte[] block, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(block, offset, length);
    while (buffer.hasRemaining()) {
      int count = disk.read(position + buffer.position() - offset, buffer);
      if (count < 0) {
        throw new EOFException("the disk ended while it was read");
      }
    }
  }
}
