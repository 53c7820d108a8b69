package org.strongroom.storage.ova.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.strongroom.storage.stream.BlockStream;

/** A raw disk whose file ends before the disk does: what is missing is zeros. */
public final class PaddedStream extends BlockStream {
  private final InputStream file;
  private final long size;
  private long position;
  private boolean ended;

  /**
   * Reads a disk.
   *
   * @param file closed with the result
   * @param size bytes of the disk, at least those of the file
   */
  public PaddedStream(InputStream file, long size) {
    this.file = file;
    this.size = size;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = ended ? -1 : file.read(target, offset, length);
    if (count < 0) {
      ended = true; // asked no further, as the end may be what verifies it
      if (position >= size) {
        return length == 0 ? 0 : -1;
      }
      count = (int) Math.min(length, size - position);
      Arrays.fill(target, offset, offset + count, (byte) 0);
    }
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
