package org.strongroom.storage.driver.swift;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;
import org.strongroom.storage.driver.swift.session.SwiftFailures;
import org.strongroom.storage.driver.swift.session.WatchedCall;
import org.strongroom.storage.stream.BlockStream;

/** An object's bytes, gone on with after a break as long as the object is the same. */
final class SwiftReadStream extends BlockStream {
  /** Breaks in a row without this much between them. */
  private static final int MAX_BREAKS = 5;

  private static final long PROGRESS = 1 << 20;

  private final SwiftStore store;
  private final String container;
  private final ObjectFacts object;
  private final long end;
  private volatile @Nullable WatchedCall call;
  private volatile boolean closed;
  private long position;
  private long lastBreak = -PROGRESS;
  private int breaks;

  /**
   * Opens it.
   *
   * @param end behind the last byte that is read
   */
  SwiftReadStream(SwiftStore store, ObjectFacts object, long offset, long end)
      throws StorageException {
    this(store, store.files(), object, offset, end);
  }

  /**
   * Opens one in a container.
   *
   * @param end behind the last byte that is read
   */
  SwiftReadStream(SwiftStore store, String container, ObjectFacts object, long offset, long end)
      throws StorageException {
    this.store = store;
    this.container = container;
    this.object = object;
    this.position = offset;
    this.end = end;
    if (offset > object.size()) {
      throw failed("it ends before byte " + offset, null);
    }
    if (offset < end) {
      call = opened();
    }
  }

  private StorageException failed(String why, @Nullable IOException cause) {
    return new StorageException(
        Reason.FAILED,
        "%s: reading '%s' failed: %s".formatted(store.calls().label(), object.name(), why),
        cause);
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int wanted = (int) Math.min(count, end - position);
    while (true) {
      if (closed) {
        throw failed("the stream is closed", null);
      }
      try {
        WatchedCall open = call;
        if (open == null) {
          open = opened();
          call = open;
        }
        int got = open.body().read(target, offset, wanted);
        if (got < 0) {
          throw new EOFException("it ended after %d of %d bytes".formatted(position, end));
        }
        position += got;
        if (position == end) {
          drop();
        }
        return got;
      } catch (StorageException e) {
        drop();
        throw e; // tried again already where that makes sense
      } catch (IOException e) {
        drop();
        giveUpIfHopeless(e);
      }
    }
  }

  private WatchedCall opened() throws StorageException {
    // Without the condition bytes of two contents could be mixed.
    SwiftCall get =
        SwiftCall.of("GET", container, object.name())
            .with("If-Match", '"' + object.etag() + '"')
            .with("Range", "bytes=%d-%d".formatted(position, end - 1));
    WatchedCall open;
    try {
      open = store.calls().stream(get);
    } catch (StorageException e) {
      throw e.reason() == Reason.EXISTS ? failed("the object has changed under way", e) : e;
    }
    SwiftAnswer answer = open.head();
    String range = answer.header("Content-Range").orElse("");
    boolean whole = position == 0 && answer.status() == 200;
    boolean asked =
        answer.status() == 206
            && range.equals("bytes %d-%d/%d".formatted(position, end - 1, object.size()));
    if (whole || asked) {
      if (answer.etag().isEmpty() || answer.etag().get().equals(object.etag())) {
        return open;
      }
      open.close();
      throw failed("the object has changed under way", null);
    }
    open.close();
    throw failed(
        "bytes %d to %d were asked for, and %d '%s' came"
            .formatted(position, end - 1, answer.status(), range),
        null);
  }

  private void giveUpIfHopeless(IOException failure) throws IOException {
    breaks = position - lastBreak >= PROGRESS ? 1 : breaks + 1;
    lastBreak = position;
    if (closed || breaks > MAX_BREAKS || Thread.currentThread().isInterrupted()) {
      throw SwiftFailures.unreachable(
          "%s: reading '%s' failed at byte %d"
              .formatted(store.calls().label(), object.name(), position),
          failure);
    }
  }

  private void drop() {
    WatchedCall open = call;
    call = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }
}
