package org.strongroom.storage.driver.sftp.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Puts the pieces that arrive on a channel together to replies. Called by the connection's reading
 * thread, so replies are only handed on, never worked on.
 */
final class ReplyDecoder extends OutputStream {
  /** The most that OpenSSH puts into a message, and a bound for a hostile server. */
  private static final int LONGEST = 256 << 10;

  private final Consumer<SftpReply> replies;
  private final Consumer<String> printed;
  private final Runnable ended;
  private final ByteBuffer length = ByteBuffer.allocate(4);
  private ByteBuffer message = ByteBuffer.allocate(0);
  private boolean speaks;

  /**
   * @param printed told, before the end, what came instead of the first reply, if it was a text
   */
  ReplyDecoder(Consumer<SftpReply> replies, Consumer<String> printed, Runnable ended) {
    this.replies = replies;
    this.printed = printed;
    this.ended = ended;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (length.hasRemaining()) {
        length.put(bytes[at++]);
        if (!length.hasRemaining()) {
          int size = length.getInt(0);
          if (!isPossible(size)) {
            tellPrinted(bytes, at, end);
            throw new IOException("the server announces a message of " + size + " bytes");
          }
          message = ByteBuffer.allocate(size);
        }
      } else {
        int part = Math.min(end - at, message.remaining());
        message.put(bytes, at, part);
        at += part;
        if (!message.hasRemaining()) {
          emit();
        }
      }
    }
  }

  private static boolean isPossible(int size) {
    return size >= 5 && size <= LONGEST;
  }

  /** Start-up files of shells print, and so do shells that let nobody in. */
  private void tellPrinted(byte[] bytes, int at, int end) {
    if (!speaks && length.position() > 0) {
      speaks = true;
      var text = new ByteArrayOutputStream();
      text.write(length.array(), 0, length.position());
      text.write(bytes, at, end - at);
      String shown = text.toString(StandardCharsets.UTF_8);
      if (shown.chars().limit(1).allMatch(ReplyDecoder::isText)) {
        printed.accept(shown.replaceFirst("(?s)\0.*", "")); // SFTP begins after it
      }
    }
  }

  private static boolean isText(int c) {
    return c >= ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0x1b;
  }

  private void emit() {
    speaks = true;
    message.flip();
    byte type = message.get();
    int id = message.getInt();
    replies.accept(new SftpReply(type, id, message, System.nanoTime()));
    length.clear();
  }

  @Override
  public void close() {
    tellPrinted(new byte[0], 0, 0);
    ended.run();
  }
}
