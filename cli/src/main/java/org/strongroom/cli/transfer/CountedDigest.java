package org.strongroom.cli.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;
import org.strongroom.api.coding.BlockStream;
import org.strongroom.cli.progress.ByteProgress;

/** Bytes on their way, hashed and counted as they pass. */
final class CountedDigest extends BlockStream {
  private final InputStream in;
  private final MessageDigest digest;
  private final ByteProgress progress;
  private final AtomicLong count = new AtomicLong();

  CountedDigest(InputStream in, MessageDigest digest, ByteProgress progress) {
    this.in = in;
    this.digest = digest;
    this.progress = progress;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int some = in.read(bytes, offset, length);
    if (some > 0) {
      digest.update(bytes, offset, some);
      progress.advance(some);
      count.addAndGet(some);
    }
    return some;
  }

  /** How many bytes have passed. */
  long count() {
    return count.get();
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
