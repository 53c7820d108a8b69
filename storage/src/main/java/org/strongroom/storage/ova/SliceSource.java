package org.strongroom.storage.ova;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;

/** A stretch of a file as a file of its own, which owns the whole. */
record SliceSource(ByteSource whole, long start, long size) implements ByteSource {
  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= size) {
      return -1;
    }
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(target.remaining(), size - position));
    try {
      int count = whole.read(start + position, target);
      if (count < 0) {
        throw new EOFException("the archive has become shorter");
      }
      return count;
    } finally {
      target.limit(limit);
    }
  }

  @Override
  public void close() throws IOException {
    whole.close();
  }
}
