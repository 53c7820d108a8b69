package org.strongroom.server.configuration;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.strongroom.api.MaskedText;

/** The configuration for administrators' eyes: every key with its value, without secrets. */
public final class ShownConfiguration {
  private static final String STRUCK = "***";

  /** Before the scheme of a database's url; would be taken for a user. */
  private static final String JDBC = "jdbc:";

  private static final Set<Key> SECRET = EnumSet.of(Key.ADMIN_PASSWORD, Key.DATABASE_PASSWORD);

  private ShownConfiguration() {}

  /**
   * Reads file and environment again.
   *
   * @param directory the working directory
   */
  public static Map<String, String> read(Path directory, Map<String, String> environment) {
    ConfigurationSource source = ConfigurationSource.read(directory, environment);
    Map<String, String> shown = new LinkedHashMap<>();
    for (Key key : Key.values()) {
      String value = source.text(key);
      shown.put(key.key(), SECRET.contains(key) && !value.isEmpty() ? STRUCK : masked(value));
    }
    return shown;
  }

  /** Urls may hold a user with a password, and parameters that are one. */
  private static String masked(String value) {
    String url = value.startsWith(JDBC) ? value.substring(JDBC.length()) : value;
    return value.substring(0, value.length() - url.length())
        + MaskedText.of(url)
            .replaceAll("(?i)([?&;][^=&;]*(?:pass|secret|key|token)[^=&;]*=)[^&;]*", "$1" + STRUCK);
  }
}
