package org.strongroom.storage.bucket;

import java.io.FilterInputStream;
import java.io.IOException;
import org.strongroom.storage.source.HttpReply;

/** The body of an answer; closing it gives the connection back or drops it. */
final class ReplyBody extends FilterInputStream {
  private final HttpReply reply;

  ReplyBody(HttpReply reply) {
    super(reply.body());
    this.reply = reply;
  }

  @Override
  public void close() throws IOException {
    reply.close();
  }
}
