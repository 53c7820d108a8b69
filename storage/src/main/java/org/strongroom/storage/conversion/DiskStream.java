package org.strongroom.storage.conversion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.strongroom.storage.format.Disk;

/** A disk from start to end. */
final class DiskStream extends InputStream {
  private final Disk disk;
  private long position;

  DiskStream(Disk disk) {
    this.disk = disk;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = disk.read(position, ByteBuffer.wrap(target, offset, length));
    position += Math.max(count, 0);
    return count;
  }
}
