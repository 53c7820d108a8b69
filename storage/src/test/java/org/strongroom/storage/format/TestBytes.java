package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Random;
import org.strongroom.storage.ByteSource;

/** Byte sources for tests. */
public final class TestBytes {
  private TestBytes() {}

  /** A file that answers with short reads now and then. */
  public static ByteSource file(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    var random = new Random(1);
    return new ByteSource() {
      @Override
      public long size() throws IOException {
        return channel.size();
      }

      @Override
      public int read(long position, ByteBuffer target) throws IOException {
        int limit = target.limit();
        if (random.nextInt(4) == 0 && target.remaining() > 1) {
          target.limit(target.position() + 1 + random.nextInt(target.remaining()));
        }
        try {
          return channel.read(target, position);
        } finally {
          target.limit(limit);
        }
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  public static ByteSource memory(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(long position, ByteBuffer target) {
        if (position >= bytes.length) {
          return -1;
        }
        int count = (int) Math.min(target.remaining(), bytes.length - position);
        target.put(bytes, (int) position, count);
        return count;
      }

      @Override
      public void close() {}
    };
  }
}
