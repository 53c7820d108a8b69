package org.strongroom.storage.driver.layer;

import java.util.concurrent.atomic.LongAdder;

/** How many bytes went to a storage and came from it since the server began to count. */
public final class MovedBytes {
  private final LongAdder read = new LongAdder();
  private final LongAdder written = new LongAdder();

  void addRead(long bytes) {
    read.add(bytes);
  }

  void addWritten(long bytes) {
    written.add(bytes);
  }

  /** Bytes that came from it. */
  public long read() {
    return read.sum();
  }

  /** Bytes that were given to it, runs of zeros that it leaves out as holes too. */
  public long written() {
    return written.sum();
  }
}
