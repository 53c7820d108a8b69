package org.strongroom.storage.source;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a server that a caller named.
 *
 * @param uri http or https; user and password in it are not used
 * @param target path and query as they are sent, which may have signs that a URI cannot have
 * @param headers one value each; a given Host is sent as it is
 */
public record HttpCall(
    String method, URI uri, String target, Map<String, String> headers, Optional<HttpBody> body) {

  /** A request for what the uri says. */
  public HttpCall(String method, URI uri, Map<String, String> headers, Optional<HttpBody> body) {
    this(method, uri, HttpAddress.target(uri), headers, body);
  }

  /** A GET. */
  public static HttpCall get(URI uri, Map<String, String> headers) {
    return new HttpCall("GET", uri, headers, Optional.empty());
  }

  /** The same with other headers. */
  HttpCall with(Map<String, String> others) {
    return new HttpCall(method, uri, target, others, body);
  }

  /** A POST of JSON. */
  public static HttpCall postJson(URI uri, Map<String, String> headers, String body) {
    return post(uri, headers, "application/json; charset=UTF-8", body);
  }

  /** A POST of a text. */
  public static HttpCall post(
      URI uri, Map<String, String> headers, String contentType, String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", contentType);
    return new HttpCall("POST", uri, all, Optional.of(HttpBody.of(body)));
  }

  /** Without headers and body: both can hold secrets. */
  @Override
  public String toString() {
    return method + " " + UrlMask.mask(uri.toString());
  }
}
