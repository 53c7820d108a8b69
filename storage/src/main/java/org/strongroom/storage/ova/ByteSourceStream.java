package org.strongroom.storage.ova;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.stream.BlockStream;

/** A file that could be read anywhere, read from start to end. */
final class ByteSourceStream extends BlockStream {
  private final ByteSource source;
  private long position;

  ByteSourceStream(ByteSource source) {
    this.source = source;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = source.read(position, ByteBuffer.wrap(target, offset, length));
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
