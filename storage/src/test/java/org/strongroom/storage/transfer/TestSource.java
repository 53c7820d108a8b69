package org.strongroom.storage.transfer;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.OptionalLong;
import org.strongroom.storage.source.ImageSource;

/** A source in memory. */
final class TestSource implements ImageSource {
  private final InputStream stream;
  private final OptionalLong length;
  volatile boolean closed;

  TestSource(InputStream stream, OptionalLong length) {
    this.stream = stream;
    this.length = length;
  }

  static TestSource of(byte[] bytes) {
    return new TestSource(new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length));
  }

  static TestSource ofUnknownLength(byte[] bytes) {
    return new TestSource(new ByteArrayInputStream(bytes), OptionalLong.empty());
  }

  /** So many zeros. */
  static InputStream zeros(long count) {
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int given = (int) Math.min(left, length);
        java.util.Arrays.fill(target, offset, offset + given, (byte) 0);
        left -= given;
        return given;
      }
    };
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public void close() {
    closed = true;
  }
}
