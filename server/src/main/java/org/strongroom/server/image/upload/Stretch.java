package org.strongroom.server.image.upload;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.stream.BlockFilter;

/**
 * What comes of a body within some time, or up to its end: bytes are brought to the disk in
 * between, so that a failure of the server costs no more than the last stretch. A sender that
 * breaks off ends it as well.
 */
final class Stretch implements ImageSource {
  private final InputStream body;
  private final UploadSource sender;
  private final long most;
  private final long nanos;
  private final long began = System.nanoTime();
  private long bytes;
  private volatile boolean last;

  /**
   * @param body of the sender, from where the stretch begins
   * @param most bytes that it may have
   * @param time after which it ends with the next read
   */
  Stretch(UploadSource sender, InputStream body, long most, Duration time) {
    this.sender = sender;
    this.body = body;
    this.most = most;
    this.nanos = time.toNanos();
  }

  /** Whether nothing comes after it. */
  boolean isLast() {
    return last;
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.empty();
  }

  @Override
  public InputStream stream() {
    return new BlockFilter(body) {
      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        return next(target, offset, count);
      }
    };
  }

  private int next(byte[] target, int offset, int count) throws IOException {
    if (last || System.nanoTime() - began > nanos) {
      return -1;
    }
    if (bytes == most) {
      last = true;
      return -1;
    }
    int read;
    try {
      read = body.read(target, offset, (int) Math.min(count, most - bytes));
    } catch (IOException e) {
      read = -1; // the sender's: what came before is good, unless its digest is wrong
    }
    last = read < 0;
    bytes += Math.max(read, 0);
    return read;
  }

  @Override
  public void cut() throws IOException {
    sender.cut();
  }

  @Override
  public void close() {
    sender.close();
  }
}
