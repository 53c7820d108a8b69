package org.strongroom.server.face.console.table;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.strongroom.api.ShortText;
import org.strongroom.server.face.console.text.Sizes;
import org.strongroom.server.face.console.text.Times;

/**
 * What people write into the filter box: conditions of the query language with blanks between them,
 * values with blanks in quotes. A plain word is part of the name; sizes and times may be written as
 * people do.
 */
public final class FilterText {
  private static final Pattern CONDITION =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9_.]*)(!\\?=|!~=|\\?=|~=|!=|>=|<=|=|>|<)(.*)", Pattern.DOTALL);
  private static final Pattern NULLNESS =
      Pattern.compile("([A-Za-z][A-Za-z0-9_.]*) (is null|not null)", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 2000;
  private static final int MOST = 50;

  private FilterText() {}

  /**
   * The conditions that a text stands for.
   *
   * @param nameField the field that plain words are looked for in
   */
  public static List<String> conditions(
      String text, Class<?> inventory, String nameField, Instant now, ZoneId zone) {
    List<String> conditions = new ArrayList<>();
    List<String> words = words(ShortText.cut(text, LONGEST));
    for (int i = 0; i < words.size(); i++) {
      String three = String.join(" ", words.subList(i, Math.min(i + 3, words.size())));
      if (NULLNESS.matcher(three).matches()) {
        conditions.add(three);
        i += 2;
      } else if (!joins(words, i)) {
        conditions.add(condition(words.get(i), inventory, nameField, now, zone));
      }
    }
    return conditions;
  }

  /** Whether a word says what is meant anyhow: all conditions have to hold. */
  private static boolean joins(List<String> words, int i) {
    return words.get(i).equalsIgnoreCase("and")
        && i > 0
        && i < words.size() - 1
        && (CONDITION.matcher(words.get(i - 1)).matches()
            || CONDITION.matcher(words.get(i + 1)).matches()
            || words.get(i - 1).equalsIgnoreCase("null"));
  }

  /** What stands between blanks that are in no quotes. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i <= text.length() && words.size() < MOST; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (c == '"') {
        quoted = !quoted;
      }
      if (i == text.length() || (Character.isWhitespace(c) && !quoted)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    return words;
  }

  private static String condition(
      String word, Class<?> inventory, String nameField, Instant now, ZoneId zone) {
    Matcher matcher = CONDITION.matcher(word);
    if (!matcher.matches()) {
      return nameField + "~=" + pattern(word.replace("\"", ""));
    }
    String field = matcher.group(1);
    String operator = matcher.group(2);
    String value = matcher.group(3).replace("\"", "");
    if (operator.endsWith("~=")) {
      return field + operator + pattern(value);
    }
    return field + operator + value(value, inventory, field, now, zone);
  }

  /** Somewhere in the text, unless wildcards say where. */
  private static String pattern(String value) {
    return value.indexOf('%') >= 0 ? value : "%" + value + "%";
  }

  private static String value(
      String value, Class<?> inventory, String field, Instant now, ZoneId zone) {
    Class<?> type = Inventories.typeAt(inventory, field).orElse(String.class);
    Optional<String> read =
        type == Instant.class
            ? Times.read(value, now, zone).map(Instant::toString)
            : type == long.class || type == Long.class
                ? Sizes.read(value).map(String::valueOf)
                : Optional.empty();
    return read.orElse(value);
  }
}
