package org.strongroom.storage.ova;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;

/** A file that could be read anywhere, read from start to end. */
final class ByteSourceStream extends InputStream {
  private final ByteSource source;
  private long position;

  ByteSourceStream(ByteSource source) {
    this.source = source;
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
    int count = source.read(position, ByteBuffer.wrap(target, offset, length));
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
