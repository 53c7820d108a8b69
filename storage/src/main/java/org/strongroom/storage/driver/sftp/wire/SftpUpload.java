package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Writes a file in order with many requests under way, so that the wire is full. Keeps one chunk in
 * memory, whatever the length of the file. Not thread-safe.
 */
public final class SftpUpload {
  private record Sent(long at, int length, CompletableFuture<SftpReply> reply) {}

  private static final int ID_AT = 5;

  private final SftpHandle file;
  private final byte[] packet;
  private final ByteBuffer fields;
  private final int offsetAt;
  private final int dataAt;
  private final FlightWindow window = new FlightWindow();
  private final Deque<Sent> unacknowledged = new ArrayDeque<>();
  private int piece;
  private int unanswered;
  private int filled;
  private long sent;

  /** From the start of a file. */
  public SftpUpload(SftpHandle file) {
    this(file, 0);
  }

  /**
   * From this offset on.
   *
   * @param offset bytes of the file that are there
   */
  public SftpUpload(SftpHandle file, long offset) {
    this.file = file;
    this.sent = offset;
    offsetAt = ID_AT + 4 + 4 + file.bytes().length;
    dataAt = offsetAt + 8 + 4;
    packet = new byte[dataAt + file.writeChunk()];
    fields = ByteBuffer.wrap(packet);
    fields.position(4);
    fields.put(SftpRequest.WRITE).putInt(0).putInt(file.bytes().length).put(file.bytes());
    piece = window.piece(file.writeChunk());
  }

  /** Bytes of the file so far: those that were there, and those handed over. */
  public long length() {
    return sent + filled;
  }

  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, piece - filled);
      System.arraycopy(bytes, at, packet, dataAt + filled, part);
      filled += part;
      at += part;
      left -= part;
      if (filled == piece) {
        sendChunk();
      }
    }
  }

  /** Leaves a hole of the file, which reads as zeros once something has been written behind it. */
  public void skip(long length) throws IOException {
    if (filled > 0) {
      sendChunk();
    }
    sent += length;
  }

  /** Sends what is held back and waits until the server has written all; more may follow. */
  public void finish() throws IOException {
    if (filled > 0) {
      sendChunk();
    }
    while (!unacknowledged.isEmpty()) {
      acknowledgeOldest();
    }
  }

  private void sendChunk() throws IOException {
    int id = file.channel().nextId();
    fields
        .putInt(0, dataAt + filled - 4)
        .putInt(ID_AT, id)
        .putLong(offsetAt, sent)
        .putInt(offsetAt + 8, filled);
    long now = System.nanoTime();
    unacknowledged.add(new Sent(now, filled, file.channel().submit(id, packet, dataAt + filled)));
    sent += filled;
    unanswered += filled;
    filled = 0;
    while (unanswered >= window.bytes() || isDone(unacknowledged.peek())) {
      acknowledgeOldest();
    }
    piece = window.piece(file.writeChunk());
  }

  private static boolean isDone(@org.jspecify.annotations.Nullable Sent sent) {
    return sent != null && sent.reply().isDone();
  }

  private void acknowledgeOldest() throws IOException {
    Sent oldest = unacknowledged.remove();
    SftpReply reply = file.channel().await(oldest.reply());
    reply.ok();
    unanswered -= oldest.length();
    window.answered(oldest.at(), reply, oldest.length());
  }
}
