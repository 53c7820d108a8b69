package org.strongroom.storage.driver.s3.client;

import java.io.IOException;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.source.HttpReply;
import org.strongroom.storage.stream.BlockFilter;

/**
 * The body of an answer, no longer than it may be: what is not an object ends up in memory. Closing
 * it drops the connection.
 */
final class ReplyBody extends BlockFilter {
  private final HttpReply reply;
  private long left;

  /**
   * @param longest bytes that are read at most
   */
  ReplyBody(HttpReply reply, long longest) {
    super(reply.body());
    this.reply = reply;
    this.left = longest;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int got = super.read(target, offset, count);
    left -= Math.max(0, got);
    if (left < 0) {
      throw new BucketException(
          BucketException.Reason.FAILED, "the object store's answer is longer than answers are");
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    reply.close();
  }
}
