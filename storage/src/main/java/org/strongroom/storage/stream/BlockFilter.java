package org.strongroom.storage.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Looks at the bytes of another stream in blocks; a single one is a block of one. */
public abstract class BlockFilter extends FilterInputStream {
  protected BlockFilter(InputStream in) {
    super(in);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    return in.read(target, offset, count);
  }
}
