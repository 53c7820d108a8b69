package org.strongroom.storage.transfer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A reusable stretch of bytes that goes back when the last of its consumers is done with it. */
final class Chunk {
  static final int BYTES = 512 * 1024;

  private final byte[] bytes;
  private final AtomicInteger consumers = new AtomicInteger();
  private final Consumer<Chunk> goBack;
  private int length;

  Chunk(int capacity, Consumer<Chunk> goBack) {
    this.bytes = new byte[capacity];
    this.goBack = goBack;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Makes the chunk ready to be handed to this many consumers. */
  void fill(int newLength, int consumerCount) {
    length = newLength;
    consumers.set(consumerCount);
  }

  /** One consumer is done. */
  void release() {
    if (consumers.decrementAndGet() == 0) {
      goBack.accept(this);
    }
  }
}
