package org.strongroom.storage.driver;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import org.strongroom.storage.stream.BlockStream;

/** An object's bytes in their order, several ranges of which are read at the same time. */
public final class ParallelReadStream extends BlockStream {
  private static final int RANGE = 8 << 20;
  private static final int AT_ONCE = 4;

  private final long size;
  private final Ranges ranges;
  private final ArrayDeque<FutureTask<byte[]>> reading = new ArrayDeque<>();
  private long begun;
  private byte[] range = new byte[0];
  private int position;

  /** Opens a part of the object. */
  public interface Ranges {
    /**
     * @param from first byte
     * @param until the byte behind the last one
     */
    InputStream open(long from, long until) throws IOException;
  }

  /**
   * @param size bytes of the object
   */
  public ParallelReadStream(long size, Ranges ranges) {
    this.size = size;
    this.ranges = ranges;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws StorageException {
    if (count == 0) {
      return 0;
    }
    if (position == range.length) {
      while (begun < size && reading.size() < AT_ONCE) {
        begin();
      }
      if (reading.isEmpty()) {
        return -1;
      }
      range = AtOnce.result(reading.removeFirst());
      position = 0;
    }
    int some = Math.min(count, range.length - position);
    System.arraycopy(range, position, target, offset, some);
    position += some;
    return some;
  }

  private void begin() {
    long start = begun;
    int length = (int) Math.min(RANGE, size - start);
    reading.add(
        AtOnce.start(
            "range",
            () -> {
              try (InputStream stream = ranges.open(start, start + length)) {
                byte[] bytes = new byte[length];
                int got = stream.readNBytes(bytes, 0, length);
                return got == length ? bytes : Arrays.copyOf(bytes, got);
              }
            }));
    begun += length;
  }

  @Override
  public void close() {
    reading.forEach(task -> task.cancel(true));
  }
}
