package org.strongroom.storage.ova.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;

/** A plain archive at rest: what is skipped is never read. */
public final class SeekingTape implements Tape {
  private final ByteSource source;
  private final long size;
  private long position;

  public SeekingTape(ByteSource source) throws IOException {
    this.source = source;
    this.size = source.size();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    while (buffer.hasRemaining()) {
      int count = source.read(position, buffer);
      if (count < 0) {
        break;
      }
      position += count;
    }
    return length - buffer.remaining();
  }

  @Override
  public boolean skip(long bytes) {
    if (bytes > size - position) {
      position = size;
      return false;
    }
    position += bytes;
    return true;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
