package org.strongroom.storage.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** An answer whose body is still to be read. Closing it early drops the connection. */
public final class HttpReply implements Closeable {
  private final HttpUriRequestBase request;
  private final ClassicHttpResponse response;
  private final InputStream body;

  HttpReply(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
    this.request = request;
    this.response = response;
    HttpEntity entity = response.getEntity();
    this.body = entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  public int status() {
    return response.getCode();
  }

  /** The reason phrase of the status line. */
  public Optional<String> statusText() {
    return Optional.ofNullable(response.getReasonPhrase());
  }

  public Optional<String> header(String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? Optional.empty() : Optional.of(header.getValue());
  }

  /** All headers, those with the same name one after the other. */
  public Map<String, List<String>> headers() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : response.getHeaders()) {
      all.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
    }
    return all;
  }

  /** Bytes of the body, if the server said so. */
  public OptionalLong length() {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return OptionalLong.of(0);
    }
    long length = entity.getContentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** The body as it comes, not decompressed; an early end is an IOException. */
  public InputStream body() {
    return body;
  }

  @Override
  public void close() {
    // First of all: closing a body that was not read to its end would read the rest.
    request.abort();
    try {
      response.close();
    } catch (IOException e) {
      // The connection is gone, as was wanted.
    }
  }
}
