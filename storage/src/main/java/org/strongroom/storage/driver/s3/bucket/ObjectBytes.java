package org.strongroom.storage.driver.s3.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ByteSource;

/** An object that is read at any offset: each jump is a call to the store, short ones are read. */
final class ObjectBytes implements ByteSource {
  private static final long SHORT = 256 << 10;

  private final Bucket bucket;
  private final ObjectFacts object;
  private @Nullable InputStream stream;
  private long position;

  ObjectBytes(Bucket bucket, ObjectFacts object) {
    this.bucket = bucket;
    this.object = object;
  }

  @Override
  public long size() {
    return object.size();
  }

  @Override
  public int read(long from, ByteBuffer target) throws IOException {
    if (from >= object.size()) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    byte[] piece = new byte[(int) Math.min(target.remaining(), SHORT)];
    int count = at(from).read(piece);
    if (count > 0) {
      position += count;
      target.put(piece, 0, count);
    }
    return count;
  }

  private InputStream at(long from) throws IOException {
    InputStream open = stream;
    if (open != null && from >= position && from - position <= SHORT) {
      open.skipNBytes(from - position);
    } else {
      close();
      open = bucket.read(object, from);
      stream = open;
    }
    position = from;
    return open;
  }

  @Override
  public void close() throws IOException {
    InputStream open = stream;
    stream = null;
    if (open != null) {
      open.close();
    }
  }
}
