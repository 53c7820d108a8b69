package org.strongroom.storage.driver.filesystem;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Reads a file from an offset to its end; a file that shrinks meanwhile is a failure. */
final class LocalReadStream extends InputStream {
  private final FileChannel channel;
  private final long size;
  private final Object subject;
  private long position;

  LocalReadStream(FileChannel channel, long offset, long size, Object subject) {
    this.channel = channel;
    this.position = offset;
    this.size = size;
    this.subject = subject;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    return LocalFailures.explain(subject, () -> readSome(ByteBuffer.wrap(target, offset, length)));
  }

  private int readSome(ByteBuffer target) throws IOException {
    int came = channel.read(target, position);
    if (came < 0 && position < size) {
      throw new EOFException("file ends at " + position + " instead of " + size);
    }
    position += Math.max(0, came);
    return came;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
