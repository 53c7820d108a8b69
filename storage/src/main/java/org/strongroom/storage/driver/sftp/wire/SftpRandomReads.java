package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Single reads of an open file at any offset. */
public final class SftpRandomReads {
  /** Of one read, under way at once: as much as OpenSSH's own window for a channel holds. */
  private static final int MOST = 2 << 20;

  private final SftpHandle file;

  public SftpRandomReads(SftpHandle file) {
    this.file = file;
  }

  /** As {@link org.strongroom.storage.ByteSource#read}. */
  public int read(long position, ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    int wanted = Math.min(target.remaining(), file.readChunk());
    SftpReply reply = file.channel().await(file.read(position, wanted));
    if (reply.isEndOfFile()) {
      return -1;
    }
    return take(reply, wanted, target);
  }

  private static int take(SftpReply reply, int wanted, ByteBuffer target) throws IOException {
    ByteBuffer data =
        reply.as(SftpReply.DATA, fields -> fields.slice(fields.position() + 4, fields.getInt()));
    if (!data.hasRemaining() || data.remaining() > wanted) {
      throw new IOException("the server sent " + data.remaining() + " bytes instead of " + wanted);
    }
    int came = data.remaining();
    target.put(data);
    return came;
  }

  /** Whether there is a byte at this offset. */
  public boolean hasByte(long position) throws IOException {
    try {
      return read(position, ByteBuffer.allocate(1)) > 0;
    } catch (SftpStatusException e) {
      if (e.status() == SftpStatus.BAD_MESSAGE) {
        return false; // OpenSSH seeks first, which is invalid behind the end of a device
      }
      throw e;
    }
  }

  /**
   * As {@link #read}, with so many requests under way at once that the target is filled, unless the
   * server sends less than was asked for.
   */
  public int readMuch(long position, ByteBuffer target) throws IOException {
    if (target.remaining() <= file.readChunk()) {
      return read(position, target);
    }
    List<CompletableFuture<SftpReply>> replies = new ArrayList<>();
    List<Integer> wanted = new ArrayList<>();
    int all = Math.min(target.remaining(), MOST);
    for (int at = 0; at < all; at += file.readChunk()) {
      int some = Math.min(file.readChunk(), all - at);
      replies.add(file.read(position + at, some));
      wanted.add(some);
    }
    int came = 0;
    boolean whole = true;
    for (int i = 0; i < replies.size(); i++) {
      SftpReply reply = file.channel().await(replies.get(i));
      if (!whole || reply.isEndOfFile()) {
        whole = false;
        continue;
      }
      int some = take(reply, wanted.get(i), target);
      came += some;
      whole = some == wanted.get(i);
    }
    return came == 0 ? -1 : came;
  }
}
