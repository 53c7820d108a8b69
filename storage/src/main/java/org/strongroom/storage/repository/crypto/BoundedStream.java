package org.strongroom.storage.repository.crypto;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.strongroom.storage.repository.file.RepositoryException;

/** A stream that fails when more comes than can be meant. */
final class BoundedStream extends FilterInputStream {
  private long left;

  BoundedStream(InputStream stream, long most) {
    super(stream);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    spend(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    spend(Math.max(0, count));
    return count;
  }

  private void spend(int count) throws RepositoryException {
    left -= count;
    if (left < 0) {
      throw RepositoryException.damaged("a file expands beyond what it can hold");
    }
  }
}
