package org.strongroom.storage.driver.swift;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.stream.BlockStream;

/** What a write has made durable so far, read from its segments one after the other. */
final class UnfinishedReadStream extends BlockStream {
  private final SwiftStore store;
  private final Deque<Piece> left;
  private long skipped;
  private volatile @Nullable SwiftReadStream open;
  private volatile boolean closed;

  /**
   * @param offset bytes that are left out at the beginning
   */
  UnfinishedReadStream(SwiftStore store, SegmentGroup group, WriteJournal journal, long offset) {
    this.store = store;
    this.left = new ArrayDeque<>(journal.pieces(group));
    this.skipped = offset;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    while (true) {
      SwiftReadStream current = open;
      if (current == null) {
        current = next();
        if (current == null) {
          return -1;
        }
        open = current;
        if (closed) {
          current.close();
        }
      }
      int got = current.read(target, offset, count);
      if (got >= 0) {
        return got;
      }
      current.close();
      open = null;
    }
  }

  private @Nullable SwiftReadStream next() throws StorageException {
    while (!left.isEmpty() && skipped >= left.getFirst().size()) {
      skipped -= left.removeFirst().size();
    }
    Piece piece = left.poll();
    if (piece == null) {
      return null;
    }
    ObjectFacts found =
        store
            .head(store.segments(), piece.name())
            .filter(there -> there.size() >= piece.size()) // of the last, more may have come since
            .orElseThrow(() ->
                new StorageException(
                    Reason.FAILED,
                    "%s: segment '%s' of the unfinished write is missing"
                        .formatted(store.calls().label(), piece.name())));
    long from = skipped;
    skipped = 0;
    return new SwiftReadStream(store, store.segments(), found, from, piece.size());
  }

  @Override
  public void close() {
    closed = true;
    SwiftReadStream current = open;
    if (current != null) {
      current.close();
    }
  }
}
