package org.strongroom.storage.repository.pack;

import java.io.Closeable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.strongroom.storage.repository.crypto.MasterKey;

/** Codecs that are not in use, with their buffers. Thread-safe. */
public final class BlobCodecs implements Closeable {
  private final MasterKey key;
  private final Queue<BlobCodec> idle = new ConcurrentLinkedQueue<>();

  public BlobCodecs(MasterKey key) {
    this.key = key;
  }

  /** One for the thread that asks, until it gives it back. */
  public BlobCodec take() {
    BlobCodec codec = idle.poll();
    return codec != null ? codec : new BlobCodec(key);
  }

  public void giveBack(BlobCodec codec) {
    idle.add(codec);
  }

  @Override
  public void close() {
    for (BlobCodec codec = idle.poll(); codec != null; codec = idle.poll()) {
      codec.close();
    }
  }
}
