package org.strongroom.storage.driver.sftp.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.stream.BlockStream;

/**
 * Reads a file to its end with many requests under way, its holes without any. Memory is bounded by
 * the window. A file that ends before its announced size is an {@link EOFException}. Not
 * thread-safe.
 */
public final class SftpDownload extends BlockStream {
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(256 << 10).asReadOnlyBuffer();

  private record Part(
      long offset, int length, long at, @Nullable CompletableFuture<SftpReply> reply) {}

  /** So many are looked ahead over holes. */
  private static final int MOST_PARTS = 1000;

  private final SftpHandle file;
  private final long size;
  private final DataMap map;
  private final FlightWindow window = new FlightWindow();
  private final Deque<Part> parts = new ArrayDeque<>();
  private long asked;
  private int unanswered;
  private ByteBuffer current = ByteBuffer.allocate(0);
  private boolean atEnd;

  /**
   * @param size what the server says that the file holds; at least so many bytes must come
   */
  public SftpDownload(SftpHandle file, long offset, long size) {
    this(file, offset, size, DataMap.all());
  }

  /**
   * @param size what the server says that the file holds; at least so many bytes must come
   * @param map where it has data
   */
  public SftpDownload(SftpHandle file, long offset, long size, DataMap map) {
    this.file = file;
    this.map = map;
    this.size = size;
    this.asked = offset;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    while (!current.hasRemaining() && !atEnd) {
      next();
    }
    if (atEnd) {
      return -1;
    }
    int part = Math.min(length, current.remaining());
    current.get(target, offset, part);
    return part;
  }

  private void next() throws IOException {
    askAhead();
    Part part = parts.remove();
    if (part.reply() == null) {
      current = ZEROS.slice(0, part.length());
      return;
    }
    SftpReply reply = file.channel().await(part.reply());
    unanswered -= part.length();
    if (reply.isEndOfFile()) {
      if (part.offset() < size) {
        throw new EOFException("file ends at " + part.offset() + " instead of " + size);
      }
      atEnd = true;
      return;
    }
    current =
        reply.as(
            SftpReply.DATA,
            fields -> {
              int length = fields.getInt();
              return fields.slice(fields.position(), length);
            });
    int came = current.remaining();
    if (came == 0 || came > part.length()) {
      throw new IOException("the server sent " + came + " bytes, asked for " + part.length());
    }
    window.answered(part.at(), reply, came);
    if (came < part.length()) {
      // A short read is not the end: the rest is asked for again, ahead of what follows.
      long offset = part.offset() + came;
      int rest = part.length() - came;
      parts.addFirst(ask(offset, rest));
    }
  }

  /** Fills the window up to the announced size; then one request at a time looks for the end. */
  private void askAhead() throws IOException {
    while (parts.isEmpty() || (unanswered < window.bytes() && asked < size)) {
      if (asked < size && !map.hasData(asked)) {
        int zeros = (int) Math.min(ZEROS.capacity(), Math.min(size, map.end(asked)) - asked);
        parts.add(new Part(asked, zeros, 0, null));
        asked += zeros;
        if (parts.size() > MOST_PARTS) {
          return;
        }
        continue;
      }
      int piece = window.piece(file.readChunk());
      long end = asked < size ? Math.min(size, map.end(asked)) : Long.MAX_VALUE;
      int length = (int) Math.min(piece, end - asked);
      parts.add(ask(asked, length));
      asked += length;
    }
  }

  private Part ask(long offset, int length) throws IOException {
    unanswered += length;
    return new Part(offset, length, System.nanoTime(), file.read(offset, length));
  }

  @Override
  public int available() {
    return current.remaining();
  }
}
