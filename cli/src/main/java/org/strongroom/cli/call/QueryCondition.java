package org.strongroom.cli.call;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition of a query as it is typed.
 *
 * @param name field, with relations before it: {@code image.platform}
 * @param operator one of {@link #OPERATORS}
 * @param value what follows the operator, as typed
 */
public record QueryCondition(String name, String operator, String value) {
  /** The operators, longer ones before those that they contain. */
  public static final List<String> OPERATORS =
      List.of("!?=", "!~=", "?=", "~=", "!=", ">=", "<=", "=", ">", "<");

  private static final Pattern FORM =
      Pattern.compile("([\\w.]+)\\s*(!\\?=|!~=|\\?=|~=|!=|>=|<=|=|>|<)\\s*(.*)", Pattern.DOTALL);

  /** Reads a condition; empty if the word has not the form of one. */
  public static Optional<QueryCondition> parse(String word) {
    Matcher form = FORM.matcher(word);
    return form.matches()
        ? Optional.of(new QueryCondition(form.group(1), form.group(2), form.group(3)))
        : Optional.empty();
  }

  /** The condition as the server takes it in {@code q}. */
  public String toWire() {
    if (value.equals("null") && operator.equals("=")) {
      return name + " is null";
    }
    if (value.equals("null") && operator.equals("!=")) {
      return name + " not null";
    }
    return name + operator + (operator.endsWith("~=") ? pattern() : value);
  }

  /** A part of the text is meant unless the place holders say otherwise. */
  private String pattern() {
    return value.contains("%") || value.contains("_") ? value : "%" + value + "%";
  }
}
