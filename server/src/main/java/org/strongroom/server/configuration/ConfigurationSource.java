package org.strongroom.server.configuration;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.strongroom.storage.source.guard.Network;

/**
 * The values of the keys: environment before file before default, each checked when it is asked
 * for.
 */
final class ConfigurationSource {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)");

  private final Map<Key, String> values = new EnumMap<>(Key.class);

  private ConfigurationSource(Properties file, Map<String, String> environment) {
    for (Key key : Key.values()) {
      String fromFile = file.getProperty(key.key(), key.defaultValue());
      values.put(key, environment.getOrDefault(key.environmentVariable(), fromFile).strip());
    }
  }

  /**
   * Reads the file that {@code STRONGROOM_CONFIG} names, or {@code strongroom.properties} if it is
   * there.
   */
  static ConfigurationSource read(Path directory, Map<String, String> environment) {
    String named = environment.get("STRONGROOM_CONFIG");
    Path file = directory.resolve(named == null ? "strongroom.properties" : named);
    Properties properties = new Properties();
    if (named != null || Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) { // for an escape that is none
        throw new ConfigurationException("cannot read the configuration file " + file + ": " + e);
      }
    }
    for (String name : properties.stringPropertyNames()) {
      if ((name + properties.getProperty(name)).chars().anyMatch(c -> c < ' ' && c != '\t')) {
        throw new ConfigurationException(
            "%s is damaged: it holds control characters, at '%s'"
                .formatted(file, name.replaceAll("\\p{Cntrl}+", "?")));
      }
      if (!Key.all().contains(name)) {
        throw new ConfigurationException(
            "%s: unknown key '%s'; did you mean '%s'?".formatted(file, name, mostSimilar(name)));
      }
    }
    return new ConfigurationSource(properties, environment);
  }

  private static String mostSimilar(String name) {
    return Key.all().stream()
        .min(Comparator.comparingInt(known -> distance(lower(name), lower(known))))
        .orElseThrow();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      previous = current;
    }
    return previous[b.length()];
  }

  String text(Key key) {
    return values.getOrDefault(key, "");
  }

  Optional<String> optional(Key key) {
    return Optional.of(text(key)).filter(value -> !value.isEmpty());
  }

  List<String> list(Key key) {
    return Stream.of(text(key).split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** An absolute http or https URL; a slash at its end is left out. */
  Optional<URI> url(Key key) {
    return optional(key)
        .map(url ->
            parsed(
                key,
                "a URL such as https://cloud.example.com:8080",
                value -> {
                  URI uri = URI.create(url.replaceFirst("/+$", ""));
                  if (uri.getHost() == null
                      || !String.valueOf(uri.getScheme()).matches("https?")
                      || uri.getRawUserInfo() != null
                      || uri.getRawQuery() != null
                      || uri.getRawFragment() != null) {
                    throw new IllegalArgumentException();
                  }
                  return uri;
                }));
  }

  /** Networks in CIDR notation, separated by commas. */
  List<String> networks(Key key) {
    return parsed(
        key,
        "a list of networks such as 127.0.0.0/8,fd00::/8",
        value -> {
          List<String> networks = list(key);
          networks.forEach(Network::parse);
          return networks;
        });
  }

  /** A directory of a server with slashes, absolute or relative to a home, but not those two. */
  String directory(Key key) {
    return parsed(
        key,
        "a directory such as strongroom or /srv/strongroom",
        value -> {
          List<String> segments =
              Stream.of(value.split("/")).filter(s -> !s.isEmpty() && !s.equals(".")).toList();
          if (segments.isEmpty()
              || segments.contains("..")
              || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException();
          }
          return (value.startsWith("/") ? "/" : "") + String.join("/", segments);
        });
  }

  String oneOf(Key key, String... choices) {
    return parsed(
        key,
        "one of " + String.join(", ", choices),
        value -> {
          if (!List.of(choices).contains(value)) {
            throw new IllegalArgumentException();
          }
          return value;
        });
  }

  int number(Key key, int min, int max) {
    return parsed(
        key,
        "a number from %d to %d".formatted(min, max),
        value -> {
          int number = Integer.parseInt(value);
          if (number < min || number > max) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  boolean bool(Key key) {
    return oneOf(key, "true", "false").equals("true");
  }

  Duration duration(Key key) {
    return parsed(
        key,
        "a positive time such as 500ms, 30s, 5m or 1h",
        value -> {
          Matcher matcher = matched(DURATION, value);
          long amount = Long.parseLong(matcher.group(1));
          if (amount == 0) {
            throw new IllegalArgumentException();
          }
          return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          };
        });
  }

  int bytes(Key key) {
    return parsed(
        key,
        "a size such as 4096, 512k or 1m, up to 1g",
        value -> {
          Matcher matcher = matched(SIZE, value);
          int shift =
              switch (matcher.group(2)) {
                case "k" -> 10;
                case "m" -> 20;
                case "g" -> 30;
                default -> 0;
              };
          return Math.toIntExact(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
        });
  }

  private static Matcher matched(Pattern pattern, String value) {
    Matcher matcher = pattern.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    return matcher;
  }

  private <T> T parsed(Key key, String expected, Function<String, T> parser) {
    try {
      return parser.apply(text(key));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ConfigurationException(
          "%s (%s) is '%s'; it has to be %s"
              .formatted(key.key(), key.environmentVariable(), text(key), expected));
    }
  }
}
