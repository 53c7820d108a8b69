package org.strongroom.server.face.console.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The texts of the console in one language. */
public final class Texts {
  private static final Map<Language, Texts> ALL = new EnumMap<>(Language.class);

  static {
    Language.all().forEach(language -> ALL.put(language, new Texts(language)));
  }

  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private final Language language;
  private final Properties messages;

  private Texts(Language language) {
    this.language = language;
    this.messages = read("/console/messages_" + language.tag() + ".properties");
  }

  public static Texts in(Language language) {
    return Objects.requireNonNull(ALL.get(language));
  }

  public Language language() {
    return language;
  }

  /**
   * A text; {@code {0}}, {@code {1}} … stand for the values.
   *
   * @throws IllegalArgumentException if there is no such text
   */
  public String say(String key, Object... values) {
    String text = messages.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no message " + key + " in " + language);
    }
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  public boolean has(String key) {
    return messages.containsKey(key);
  }

  /** What a field or parameter is called. */
  public String field(String name) {
    String known = messages.getProperty("field." + name);
    return known != null ? known : spaced(name);
  }

  /** What a field is called in rows of a kind, where that differs from the same name elsewhere. */
  public String field(Class<?> inventory, String name) {
    String known =
        messages.getProperty(
            "field." + inventory.getSimpleName().replace("Inventory", "") + "." + name);
    return known != null ? known : field(name);
  }

  /** What an operation is called: {@code AddImage} is "Add image". */
  public String operation(String name) {
    String known = messages.getProperty("operation." + name);
    if (known != null) {
      return known;
    }
    return spaced(name);
  }

  private static String spaced(String name) {
    String words = BETWEEN_WORDS.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
    return words.isEmpty() ? name : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** What an event is called: {@code StatusChanged} is "Status changed". */
  public String event(String what) {
    String known = messages.getProperty("event." + what);
    return known != null ? known : spaced(what);
  }

  /** What a choice of the API is called, such as a state. */
  public String choice(String value) {
    return messages.getProperty("choice." + value, value);
  }

  /** The keys of all texts. */
  public Set<String> keys() {
    return new TreeSet<>(messages.stringPropertyNames());
  }

  private static Properties read(String resource) {
    Properties properties = new Properties();
    try (InputStream stream = Texts.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the program lacks " + resource);
      }
      Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
      properties.load(reader);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
