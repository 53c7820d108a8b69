package org.strongroom.storage.driver.sftp.ssh;

import java.io.IOException;
import java.io.OutputStream;
import org.strongroom.storage.stream.TimeSlice;

/** Takes in what a server sends on a channel, and tells its connection's {@link Traffic}. */
final class CountedOutput extends OutputStream {
  private final OutputStream received;
  private final Traffic traffic;

  /** A line that is quicker than deciphering never has its reader wait. */
  private final TimeSlice slice = new TimeSlice();

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
    slice.used(length);
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
