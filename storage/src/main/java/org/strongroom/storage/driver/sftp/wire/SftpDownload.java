package org.strongroom.storage.driver.sftp.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a file to its end with many requests under way. Memory is bounded by the window. A file
 * that ends before its announced size is an {@link EOFException}. Not thread-safe.
 */
public final class SftpDownload extends InputStream {
  private record Part(long offset, int length, long at, CompletableFuture<SftpReply> reply) {}

  private final SftpHandle file;
  private final long size;
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
    this.file = file;
    this.size = size;
    this.asked = offset;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
      int piece = window.piece(file.readChunk());
      int length = asked < size ? (int) Math.min(piece, size - asked) : piece;
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
