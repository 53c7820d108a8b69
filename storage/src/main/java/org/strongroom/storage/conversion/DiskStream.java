package org.strongroom.storage.conversion;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.stream.BlockStream;

/** A disk from start to end. */
final class DiskStream extends BlockStream {
  private final Disk disk;
  private long position;

  DiskStream(Disk disk) {
    this.disk = disk;
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
