package org.strongroom.storage.driver.s3.bucket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.s3.call.SourceFailedException;

/** Reads a source part after part with one stream, and with a new one where a part is repeated. */
final class SourceCursor implements Closeable {
  private final ObjectSource source;
  private @Nullable InputStream stream;
  private long position;

  SourceCursor(ObjectSource source) {
    this.source = source;
  }

  /**
   * Reads as many bytes as there are, up to {@code count}.
   *
   * @throws SourceFailedException if that can not be done
   */
  int read(long offset, byte[] target, int count) throws SourceFailedException {
    try {
      InputStream open = at(offset);
      int got = open.readNBytes(target, 0, count);
      position += got;
      return got;
    } catch (IOException e) {
      close();
      throw new SourceFailedException(e);
    }
  }

  private InputStream at(long offset) throws IOException {
    InputStream open = stream;
    if (open == null || position != offset) {
      close();
      open = source.open(offset);
      stream = open;
      position = offset;
    }
    return open;
  }

  @Override
  public void close() {
    InputStream open = stream;
    stream = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }
}
