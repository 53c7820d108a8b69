package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Puts the pieces that arrive on a channel together to replies. Called by the connection's reading
 * thread, so replies are only handed on, never worked on.
 */
final class ReplyDecoder extends OutputStream {
  /** The most that OpenSSH puts into a message, and a bound for a hostile server. */
  private static final int LONGEST = 256 << 10;

  private final Consumer<SftpReply> replies;
  private final Runnable ended;
  private final ByteBuffer length = ByteBuffer.allocate(4);
  private ByteBuffer message = ByteBuffer.allocate(0);

  ReplyDecoder(Consumer<SftpReply> replies, Runnable ended) {
    this.replies = replies;
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
          message = ByteBuffer.allocate(checked(length.getInt(0)));
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

  private static int checked(int size) throws IOException {
    if (size < 5 || size > LONGEST) {
      throw new IOException("the server announces a message of " + size + " bytes");
    }
    return size;
  }

  private void emit() {
    message.flip();
    byte type = message.get();
    int id = message.getInt();
    replies.accept(new SftpReply(type, id, message, System.nanoTime()));
    length.clear();
  }

  @Override
  public void close() {
    ended.run();
  }
}
