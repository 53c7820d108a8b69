package org.strongroom.storage.transfer;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.strongroom.storage.driver.AtomicWrite;

/** Chunks on their way to one storage; no more can wait than the ring has. */
final class TargetQueue implements ChunkConsumer {
  private static final Chunk END = new Chunk(0, chunk -> {});

  private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
  private final AtomicWrite target;

  TargetQueue(AtomicWrite target) {
    this.target = target;
  }

  @Override
  public void add(Chunk chunk) {
    chunks.add(chunk);
  }

  /** No more will come. */
  void end() {
    chunks.add(END);
  }

  /** Writes until the end has come. */
  void writeAll() throws IOException, InterruptedException {
    for (Chunk chunk = chunks.take(); chunk != END; chunk = chunks.take()) {
      target.write(chunk.bytes(), 0, chunk.length());
      chunk.release();
    }
  }
}
