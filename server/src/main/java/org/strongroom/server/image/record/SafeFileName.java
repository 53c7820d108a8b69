package org.strongroom.server.image.record;

import java.nio.charset.StandardCharsets;

/** An image's name as it can stand in a path and in a header. */
public final class SafeFileName {
  private static final int MOST_BYTES = 200;

  private SafeFileName() {}

  /**
   * The name without separators, control characters and leading dots, cut to 200 bytes of UTF-8
   * between two characters.
   */
  public static String of(String name) {
    var safe = new StringBuilder();
    int bytes = 0;
    for (int character : name.strip().codePoints().toArray()) {
      if (safe.isEmpty() && character == '.') {
        continue;
      }
      String text = allowed(character) ? Character.toString(character) : "_";
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MOST_BYTES) {
        break;
      }
      safe.append(text);
    }
    return safe.isEmpty() ? "image" : safe.toString();
  }

  private static boolean allowed(int character) {
    int type = Character.getType(character);
    return character != '/'
        && character != '\\'
        && type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
