package org.strongroom.storage.driver.swift.session;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.storage.source.HttpBody;

/**
 * A call to a store; every one may be sent again.
 *
 * @param container empty for the account
 * @param object empty for the container
 * @param query without its question mark
 */
public record SwiftCall(
    String method,
    String container,
    String object,
    String query,
    Map<String, String> headers,
    Optional<HttpBody> body) {

  public static SwiftCall of(String method, String container, String object) {
    return new SwiftCall(method, container, object, "", Map.of(), Optional.empty());
  }

  public static SwiftCall account(String method) {
    return of(method, "", "");
  }

  public static SwiftCall container(String method, String container) {
    return of(method, container, "");
  }

  /** A PUT without a body, which stores want to be told of. */
  public static SwiftCall put(String container, String object) {
    return of("PUT", container, object).with(new byte[0], 0);
  }

  public SwiftCall with(byte[] bytes, int length) {
    return new SwiftCall(
        method,
        container,
        object,
        query,
        headers,
        Optional.of(new HttpBody(length, () -> new ByteArrayInputStream(bytes, 0, length))));
  }

  public SwiftCall with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new SwiftCall(method, container, object, query, Map.copyOf(more), body);
  }

  public SwiftCall asking(String parameters) {
    return new SwiftCall(method, container, object, parameters, headers, body);
  }

  /** Path and query below the address of the account. */
  String target() {
    String path =
        (container.isEmpty() ? "" : "/" + ObjectNames.encode(container))
            + (object.isEmpty() ? "" : "/" + ObjectNames.encode(object));
    return query.isEmpty() ? path : path + "?" + query;
  }

  String shown() {
    return method + (object.isEmpty() ? "" : " of '" + object + "'");
  }

  /** For messages about a missing right. */
  String purpose() {
    String what = object.isEmpty() ? "the container" : "objects in the container";
    String place = container.isEmpty() ? "the account" : "%s '%s'".formatted(what, container);
    return switch (method) {
      case "PUT", "POST" -> "write " + place;
      case "DELETE" -> "delete " + place;
      default -> "read " + place;
    };
  }

  /** Without headers and body. */
  @Override
  public String toString() {
    return shown();
  }
}
