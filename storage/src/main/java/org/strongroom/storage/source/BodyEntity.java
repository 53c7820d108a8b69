package org.strongroom.storage.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A body on its way out, in blocks that keep the wire full. */
final class BodyEntity extends AbstractHttpEntity {
  private static final int BLOCK = 128 * 1024;

  private final HttpBody body;

  BodyEntity(HttpBody body) {
    // Its type is a header of the call.
    super((ContentType) null, null);
    this.body = body;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = body.opening().open()) {
      byte[] block = new byte[(int) Math.min(BLOCK, body.length())];
      long left = body.length();
      while (left > 0) {
        int got = in.read(block, 0, (int) Math.min(block.length, left));
        if (got < 0) {
          throw new EOFException("a body ended %d bytes early".formatted(left));
        }
        out.write(block, 0, got);
        left -= got;
      }
    }
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public InputStream getContent() throws IOException {
    return body.opening().open();
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public void close() {
    // Opened and closed while it is written.
  }
}
