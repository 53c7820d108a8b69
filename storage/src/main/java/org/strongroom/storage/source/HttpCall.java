package org.strongroom.storage.source;

import java.net.URI;
import java.util.Map;

/**
 * A request to a server that a caller named.
 *
 * @param uri http or https; user and password in it are not used
 * @param headers one value each
 * @param body JSON; empty for none
 */
public record HttpCall(String method, URI uri, Map<String, String> headers, String body) {

  /** A GET. */
  public static HttpCall get(URI uri, Map<String, String> headers) {
    return new HttpCall("GET", uri, headers, "");
  }

  /** A POST of JSON. */
  public static HttpCall postJson(URI uri, Map<String, String> headers, String body) {
    return new HttpCall("POST", uri, headers, body);
  }

  /** Without headers and body: both can hold secrets. */
  @Override
  public String toString() {
    return method + " " + UrlMask.mask(uri.toString());
  }
}
