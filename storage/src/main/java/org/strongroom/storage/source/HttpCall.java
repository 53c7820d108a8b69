package org.strongroom.storage.source;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a server that a caller named.
 *
 * @param uri http or https; user and password in it are not used
 * @param headers one value each; a given Host is sent as it is
 */
public record HttpCall(
    String method, URI uri, Map<String, String> headers, Optional<HttpBody> body) {

  /** A GET. */
  public static HttpCall get(URI uri, Map<String, String> headers) {
    return new HttpCall("GET", uri, headers, Optional.empty());
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
