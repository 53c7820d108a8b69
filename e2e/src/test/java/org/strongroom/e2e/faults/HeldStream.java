package org.strongroom.e2e.faults;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** A stream that stops at a point until it is told to go on. */
final class HeldStream extends FilterInputStream {
  private final CountDownLatch reached;
  private final CountDownLatch goOn;
  private long left;

  /**
   * @param after bytes until the point
   * @param reached counted down there
   * @param goOn waited for there
   */
  HeldStream(InputStream in, long after, CountDownLatch reached, CountDownLatch goOn) {
    super(in);
    this.left = after;
    this.reached = reached;
    this.goOn = goOn;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (left <= 0) {
      reached.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    int read = super.read(target, offset, count);
    left -= Math.max(0, read);
    return read;
  }
}
