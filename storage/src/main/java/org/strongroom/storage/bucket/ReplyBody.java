package org.strongroom.storage.bucket;

import java.io.FilterInputStream;
import java.io.IOException;
import org.strongroom.storage.source.HttpReply;

/** The body of an answer; closing it gives the connection back or drops it. */
final class ReplyBody extends FilterInputStream {
  private final HttpReply reply;
  private long left;

  /**
   * @param longest how many bytes are taken; reading beyond fails
   */
  ReplyBody(HttpReply reply, long longest) {
    super(reply.body());
    this.reply = reply;
    this.left = longest;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      took(1);
    }
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int got = super.read(into, offset, length);
    if (got > 0) {
      took(got);
    }
    return got;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    took(skipped);
    return skipped;
  }

  private void took(long bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw new BucketException(BucketException.Reason.FAILED, "the store's answer is too long");
    }
  }

  @Override
  public void close() throws IOException {
    reply.close();
  }
}
