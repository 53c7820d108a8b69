package org.strongroom.storage.stream;

import java.util.concurrent.locks.LockSupport;

/**
 * The share of a processor that one stream may use up before others come on. Virtual threads are
 * not interrupted for each other: a stream whose bytes are always there would keep one processor
 * from all requests. Not safe for several threads at once.
 */
public final class TimeSlice {
  /** Bytes after which others are let on: a few milliseconds of deciphering or unpacking. */
  private static final int LENGTH = 1 << 20;

  private long used;

  /** Tells that this thread worked on so many bytes, and waits a moment when that was its share. */
  public void used(long bytes) {
    used += bytes;
    if (used >= LENGTH) {
      used = 0;
      // Who yields comes before threads that others start, and those would wait for ever.
      LockSupport.parkNanos(1);
    }
  }
}
