package org.strongroom.storage.driver.sftp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Output of a remote command, handed from the connection's thread to the one that waits for it. */
final class LineQueue extends OutputStream {
  /** More than any script of ours prints: a bound for what a hostile server can make us keep. */
  private static final int MOST_BYTES = 4 << 20;

  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int bytes;

  @Override
  public void write(int octet) throws IOException {
    if (++bytes > MOST_BYTES) {
      throw new IOException("a command printed too much");
    }
    if (octet == '\n') {
      lines.add(Optional.of(line.toString(StandardCharsets.UTF_8)));
      line.reset();
    } else {
      line.write(octet);
    }
  }

  @Override
  public void close() {
    lines.add(Optional.empty());
  }

  /** The next line; empty at the end of the output. */
  Optional<String> take(Duration time) throws InterruptedException, TimeoutException {
    Optional<String> next = lines.poll(time.toNanos(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new TimeoutException();
    }
    if (next.isEmpty()) {
      lines.add(next);
    }
    return next;
  }
}
