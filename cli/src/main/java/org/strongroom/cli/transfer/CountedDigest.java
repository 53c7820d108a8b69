package org.strongroom.cli.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.strongroom.cli.progress.ByteProgress;

/** Bytes on their way, hashed and counted as they pass. */
final class CountedDigest extends FilterInputStream {
  private final MessageDigest digest;
  private final ByteProgress progress;

  CountedDigest(InputStream in, MessageDigest digest, ByteProgress progress) {
    super(in);
    this.digest = digest;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      digest.update(bytes, offset, count);
      progress.advance(count);
    }
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
