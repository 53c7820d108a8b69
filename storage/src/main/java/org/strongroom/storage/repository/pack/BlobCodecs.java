package org.strongroom.storage.repository.pack;

import java.io.Closeable;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;

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

  /** Seals the first {@code length} bytes of a blob. */
  public SealedBlob seal(BlobType type, ContentId id, byte[] plain, int length) throws IOException {
    BlobCodec codec = take();
    try {
      return codec.seal(type, id, plain, length);
    } finally {
      giveBack(codec);
    }
  }

  @Override
  public void close() {
    for (BlobCodec codec = idle.poll(); codec != null; codec = idle.poll()) {
      codec.close();
    }
  }
}
