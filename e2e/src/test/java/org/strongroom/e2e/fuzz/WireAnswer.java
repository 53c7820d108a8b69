package org.strongroom.e2e.fuzz;

import java.util.Locale;
import java.util.Map;

/**
 * What came back.
 *
 * @param headers by their names in small letters
 */
record WireAnswer(int status, Map<String, String> headers, String body) {
  private static final int SHOWN = 2000;

  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  boolean isJson() {
    return header("content-type").startsWith("application/json");
  }

  boolean isText() {
    return header("content-type").startsWith("text/plain");
  }

  @Override
  public String toString() {
    return "%d %s %s"
        .formatted(status, headers, body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body);
  }
}
