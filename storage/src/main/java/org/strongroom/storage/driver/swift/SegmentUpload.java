package org.strongroom.storage.driver.swift;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.FutureTask;
import org.strongroom.storage.driver.AtOnce;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;

/**
 * Sends segments, several at the same time, out of a few buffers: each is kept until the store has
 * it, so that it can be sent again alone.
 */
final class SegmentUpload {
  private static final int SMALLEST_BUFFER = 64 << 10;

  private final SwiftStore store;
  private final SegmentGroup group;
  private final SegmentTree tree;
  private final UploadPlan plan;
  private final Deque<Sending> sending = new ConcurrentLinkedDeque<>();
  private final Queue<byte[]> free = new ArrayDeque<>();
  private byte[] buffer;
  private int filled;
  private long next;
  private volatile boolean closed;

  /**
   * @param next number of the segment that comes first
   * @param begun its first bytes
   */
  SegmentUpload(
      SwiftStore store,
      SegmentGroup group,
      SegmentTree tree,
      UploadPlan plan,
      long next,
      byte[] begun) {
    this.store = store;
    this.group = group;
    this.tree = tree;
    this.plan = plan;
    this.next = next;
    this.buffer = begun;
    this.filled = begun.length;
  }

  /** A segment on its way. */
  private static final class Sending {
    private final Piece piece;
    private final byte[] bytes;
    private final FutureTask<Boolean> task;

    Sending(Piece piece, byte[] bytes, FutureTask<Boolean> task) {
      this.piece = piece;
      this.bytes = bytes;
      this.task = task;
    }
  }

  void write(byte[] bytes, int offset, int length) throws StorageException {
    for (int done = 0; done < length; ) {
      if (filled == plan.segment()) {
        send();
      }
      int some = Math.min(length - done, plan.segment() - filled);
      makeRoom(filled + some);
      System.arraycopy(bytes, offset + done, buffer, filled, some);
      filled += some;
      done += some;
    }
  }

  private void makeRoom(int wanted) {
    if (wanted > buffer.length) {
      int larger = Math.max(Math.max(wanted, SMALLEST_BUFFER), 2 * buffer.length);
      buffer = Arrays.copyOf(buffer, Math.min(larger, plan.segment()));
    }
  }

  /** Sends what was filled, in the background. */
  private void send() throws StorageException {
    if (store.info().largeObjects().filter(possible -> !possible).isPresent()) {
      throw store.withoutLargeObjects();
    }
    while (sending.size() >= plan.atOnce()) {
      awaitFirst();
    }
    byte[] bytes = buffer;
    int length = filled;
    String name = group.segment(next);
    var piece = new Piece(name, Md5.hex(bytes, length), length, false);
    start(piece, bytes);
    next++;
    byte[] unused = free.poll();
    buffer = unused == null ? new byte[0] : unused;
    filled = 0;
  }

  private Sending start(Piece piece, byte[] bytes) {
    var begun =
        new Sending(
            piece,
            bytes,
            AtOnce.start(
                "swift segment",
                () -> {
                  put(piece, bytes);
                  return true;
                }));
    sending.add(begun);
    if (closed) {
      begun.task.cancel(true);
    }
    return begun;
  }

  /** Sends one that is no segment of the file by itself, when nothing is under way. */
  private void sendAlone(Piece piece) throws StorageException {
    Sending alone = start(piece, buffer);
    AtOnce.result(alone.task);
    sending.remove(alone);
  }

  private void put(Piece piece, byte[] bytes) throws StorageException {
    SwiftAnswer answer =
        store.putSegment(
            SwiftCall.of("PUT", store.segments(), piece.name())
                .with("ETag", piece.etag())
                .with("Content-Type", "application/octet-stream")
                .with(bytes, (int) piece.size()));
    // Stores compare it themselves; one that does not tell what it has cannot be believed.
    if (!answer.etag().equals(Optional.of(piece.etag()))) {
      throw new StorageException(
          Reason.FAILED,
          "%s: segment '%s' was not kept as it was sent"
              .formatted(store.calls().label(), piece.name()));
    }
  }

  private void awaitFirst() throws StorageException {
    Sending first = sending.getFirst();
    AtOnce.result(first.task);
    sending.removeFirst();
    tree.add(first.piece);
    free.add(first.bytes);
  }

  /** Waits for what is under way. */
  void await() throws StorageException {
    while (!sending.isEmpty()) {
      awaitFirst();
    }
  }

  /** Makes durable what lies behind the last full segment; the write goes on behind it. */
  void keepTail() throws StorageException {
    if (filled > 0) {
      sendAlone(new Piece(group.tail(next), Md5.hex(buffer, filled), filled, false));
    }
  }

  /** Whether all there is fits into one segment, and is still here. */
  boolean isOneSegment() {
    return next == 0;
  }

  /** Sends all that is left. */
  void finish() throws StorageException {
    if (filled > 0) {
      send();
    }
    await();
  }

  /** Sends all as one segment. */
  Piece finishAsOne() throws StorageException {
    var piece = new Piece(group.segment(0), Md5.hex(buffer, filled), filled, false);
    sendAlone(piece);
    return piece;
  }

  /** Cuts what is under way. */
  void close() {
    closed = true;
    sending.forEach(each -> each.task.cancel(true));
  }
}
