package org.strongroom.server.call;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Tells where JSON goes wrong. The parser's own words quote the text, which may hold a password.
 */
public final class MalformedJson {
  private MalformedJson() {}

  /** Whether it is JSON but for a key that an object has twice, which readers take differently. */
  public static boolean namesAKeyTwice(JacksonException e) {
    return String.valueOf(e.getOriginalMessage()).startsWith("Duplicate ");
  }

  /**
   * {@code it goes wrong in line 1, column 23}, or which bound it exceeds, or that it is not UTF-8.
   */
  public static String place(JacksonException e) {
    if (e instanceof StreamConstraintsException exceeded) {
      return exceeded.getOriginalMessage().replaceAll(", from `[^`]*`", "");
    }
    if (e instanceof RequestJson.NotUtf8Exception) {
      return e.getOriginalMessage();
    }
    return e.getLocation() == null
        ? "it cannot be read"
        : "it goes wrong in line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
