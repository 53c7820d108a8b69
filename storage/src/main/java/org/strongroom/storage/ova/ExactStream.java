package org.strongroom.storage.ova;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.strongroom.storage.stream.BlockStream;

/** So many bytes of a stream: no more, and an error if there are fewer. */
final class ExactStream extends BlockStream {
  private final InputStream stream;
  private final String what;
  private long left;

  ExactStream(InputStream stream, String what, long length) {
    this.stream = stream;
    this.what = what;
    this.left = length;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = stream.read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("%s ends %d bytes too early".formatted(what, left));
    }
    left -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
