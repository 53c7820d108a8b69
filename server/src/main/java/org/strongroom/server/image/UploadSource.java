package org.strongroom.server.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.strongroom.storage.source.IdleLimit;
import org.strongroom.storage.source.ImageSource;

/** The body of a PUT as a source, which remembers whether it was the sender that failed. */
final class UploadSource implements ImageSource {
  private final OptionalLong length;
  private final Runnable cut;
  private final IdleLimit limited;
  private final InputStream stream;
  private volatile boolean broken;
  private volatile boolean silent;

  UploadSource(UploadBody body, Duration idle, LongConsumer arrived) {
    this.length = body.length();
    this.cut = body.cut();
    this.limited = new IdleLimit(body.stream(), idle, body.cut(), "the sender of the upload");
    this.stream = new Watched(limited, arrived);
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  /** Whether reading failed: sent again, the image may arrive. */
  boolean broken() {
    return broken;
  }

  /** Whether it failed because nothing came for the idle time. */
  boolean silent() {
    return silent;
  }

  @Override
  public void cut() {
    cut.run();
  }

  /** Leaves the connection open: its sender waits for an answer. */
  @Override
  public void close() {
    limited.stopWatching();
  }

  private final class Watched extends FilterInputStream {
    private final LongConsumer arrived;
    private long bytes;

    Watched(InputStream in, LongConsumer arrived) {
      super(in);
      this.arrived = arrived;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      try {
        int read = super.read(target, offset, count);
        if (read > 0) {
          bytes += read;
          arrived.accept(bytes);
        } else if (read < 0 && bytes < length.orElse(0)) {
          broken = true;
        }
        return read;
      } catch (SocketTimeoutException e) {
        silent = true;
        broken = true;
        throw e;
      } catch (IOException | RuntimeException e) {
        broken = true;
        throw new IOException("the sender broke off after %d bytes".formatted(bytes), e);
      }
    }
  }
}
