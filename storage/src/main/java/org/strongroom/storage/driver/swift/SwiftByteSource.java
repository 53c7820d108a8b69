package org.strongroom.storage.driver.swift;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ByteSource;

/** An object that is read at any offset: each jump is a call to the store, short ones are read. */
final class SwiftByteSource implements ByteSource {
  private static final int SHORT = 256 << 10;

  private final SwiftStore store;
  private final ObjectFacts object;
  private @Nullable InputStream stream;
  private long position;

  SwiftByteSource(SwiftStore store, ObjectFacts object) {
    this.store = store;
    this.object = object;
  }

  @Override
  public long size() {
    return object.size();
  }

  @Override
  public int read(long from, ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (from >= object.size()) {
      return -1;
    }
    byte[] piece = new byte[Math.min(target.remaining(), SHORT)];
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
      open = new SwiftReadStream(store, object, from, object.size());
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
