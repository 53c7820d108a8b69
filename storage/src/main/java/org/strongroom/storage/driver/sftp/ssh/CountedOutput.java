package org.strongroom.storage.driver.sftp.ssh;

import java.io.IOException;
import java.io.OutputStream;

/** Takes in what a server sends on a channel, and tells its connection's {@link Traffic}. */
final class CountedOutput extends OutputStream {
  /** Bytes after which others are let on: under a millisecond of deciphering. */
  private static final int TURN = 256 << 10;

  private final OutputStream received;
  private final Traffic traffic;
  private int ofTurn;

  CountedOutput(OutputStream received, Traffic traffic) {
    this.received = received;
    this.traffic = traffic;
  }

  @Override
  public void write(int octet) throws IOException {
    traffic.received(1);
    received.write(octet);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    traffic.received(length);
    received.write(bytes, offset, length);
    letOthersOn(length);
  }

  /**
   * On a virtual thread, as what reads a connection is, nobody else does it: a line that is quicker
   * than deciphering never has it wait, and each such transfer would keep one processor from all
   * requests.
   */
  @SuppressWarnings("ThreadPriorityCheck") // not for order
  private void letOthersOn(int length) {
    ofTurn += length;
    if (ofTurn >= TURN) {
      ofTurn = 0;
      Thread.yield();
    }
  }

  @Override
  public void flush() throws IOException {
    received.flush();
  }

  @Override
  public void close() throws IOException {
    received.close();
  }
}
