package org.strongroom.storage.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** An image that comes over HTTP. */
final class HttpImageSource implements ImageSource {
  private final OptionalLong length;
  private final ResumingStream stream;

  HttpImageSource(GuardedHttp http, HttpCall call, HttpReply reply) {
    this.length = reply.length();
    this.stream = new ResumingStream(http, call, reply);
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
