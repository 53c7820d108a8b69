package org.strongroom.server.image.upload;

import java.io.IOException;
import java.io.InputStream;
import org.strongroom.storage.stream.BlockFilter;

/** The beginning of a file, and no more of it. */
final class FirstBytes extends BlockFilter {
  private long left;

  FirstBytes(InputStream file, long bytes) {
    super(file);
    this.left = bytes;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (left == 0 && count > 0) {
      return -1;
    }
    int read = super.read(target, offset, (int) Math.min(count, left));
    left -= Math.max(read, 0);
    return read;
  }
}
