package org.strongroom.storage.ova.archive;

import java.io.IOException;
import java.io.InputStream;
import org.strongroom.storage.stream.TimeSlice;

/** An archive that arrives in order: what is skipped is read and thrown away. */
public final class StreamTape implements Tape {
  private final InputStream stream;
  private final byte[] thrownAway = new byte[64 * 1024];

  /** Expanding zeros can go on for long without ever waiting for the source. */
  private final TimeSlice slice = new TimeSlice();

  private long position;

  public StreamTape(InputStream stream) {
    this.stream = stream;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = stream.readNBytes(target, offset, length);
    position += count;
    return count;
  }

  @Override
  public boolean skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      int count = stream.read(thrownAway, 0, (int) Math.min(left, thrownAway.length));
      if (count < 0) {
        return false;
      }
      left -= count;
      position += count;
      slice.used(count);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
