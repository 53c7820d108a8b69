package org.strongroom.server.face.console.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What parameters of operations are, in the language of a page. Declarations say it in English; a
 * file for each other language says what that is there, and one in English what speaks to people
 * where a declaration names operations and parameters to those who write programs.
 */
public final class Helps {
  private static final Map<String, String> CHINESE = read("/console/help_zh.txt");
  private static final Map<String, String> ENGLISH = read("/console/help_en.txt");

  private Helps() {}

  /** A help; in English if it is not known in the language. */
  public static String in(Language language, String english) {
    return (language == Language.CHINESE ? CHINESE : ENGLISH).getOrDefault(english, english);
  }

  /** Those that are known in Chinese, as declarations say them. */
  static Set<String> known() {
    return CHINESE.keySet();
  }

  /** Those that are said in other words on pages than to programs. */
  static Set<String> said() {
    return ENGLISH.keySet();
  }

  private static Map<String, String> read(String resource) {
    try (InputStream stream = Helps.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the program lacks " + resource);
      }
      List<String> lines =
          new String(stream.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
      Map<String, String> pairs = new HashMap<>();
      for (int i = 0; i + 1 < lines.size(); i += 2) {
        pairs.put(lines.get(i), lines.get(i + 1));
      }
      return Map.copyOf(pairs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
