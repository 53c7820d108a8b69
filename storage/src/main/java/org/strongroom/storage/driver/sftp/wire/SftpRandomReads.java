package org.strongroom.storage.driver.sftp.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Single reads of an open file at any offset. */
public final class SftpRandomReads {
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
    ByteBuffer data =
        reply.as(SftpReply.DATA, fields -> fields.slice(fields.position() + 4, fields.getInt()));
    if (!data.hasRemaining() || data.remaining() > wanted) {
      throw new IOException("the server sent " + data.remaining() + " bytes instead of " + wanted);
    }
    int came = data.remaining();
    target.put(data);
    return came;
  }
}
