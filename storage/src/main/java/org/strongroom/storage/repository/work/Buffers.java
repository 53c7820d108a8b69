package org.strongroom.storage.repository.work;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays that are used again: new ones of megabytes cost more than what is done with them. Never
 * holds more than were out at the same time. Thread-safe.
 */
public final class Buffers {
  private final Queue<byte[]> idle = new ConcurrentLinkedQueue<>();

  /** An array of at least so many bytes, with anything in it. */
  public byte[] take(int length) {
    byte[] some = idle.poll();
    return some != null && some.length >= length ? some : new byte[length];
  }

  /** For the next who asks; nobody may look at it any more. */
  public void giveBack(byte[] buffer) {
    idle.add(buffer);
  }
}
