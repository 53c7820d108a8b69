package org.strongroom.storage.transfer;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The few chunks of one stream: whoever fills waits here until one is free. Made as needed. */
final class Ring {
  private final BlockingQueue<Chunk> free;
  private final int most;
  private int made;

  Ring(int most) {
    this.most = most;
    this.free = new ArrayBlockingQueue<>(most);
  }

  /** A free chunk. For one thread only. */
  Chunk take() throws InterruptedException {
    Chunk chunk = free.poll();
    if (chunk != null) {
      return chunk;
    }
    if (made < most) {
      made++;
      return new Chunk(Chunk.BYTES, free::add);
    }
    return free.take();
  }
}
