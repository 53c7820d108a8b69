package org.strongroom.server.query;

import java.util.LinkedHashSet;
import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.api.ShortText;

/**
 * A condition as it was written.
 *
 * @param name a field, or relations and a field with dots between them
 * @param value empty for the operators that take none
 */
record FieldCondition(String name, Operator operator, String value) {
  private static final int MOST_CONDITIONS = 100;
  private static final int LONGEST = 64 * 1024;

  /**
   * Reads conditions; identical ones count once.
   *
   * @throws ApiException SYS.1007 that names the condition which can not be read
   */
  static List<FieldCondition> parseAll(List<String> conditions) {
    if (conditions.isEmpty()) {
      return List.of();
    }
    if (conditions.size() > MOST_CONDITIONS) {
      throw ApiException.invalid(
          "the query has %d conditions; at most %d are allowed"
              .formatted(conditions.size(), MOST_CONDITIONS));
    }
    LinkedHashSet<FieldCondition> parsed = new LinkedHashSet<>();
    conditions.forEach(condition -> parsed.add(parse(condition)));
    return List.copyOf(parsed);
  }

  static FieldCondition parse(String condition) {
    if (condition.length() > LONGEST) {
      throw ApiException.invalid(
          "the condition '%s' has %d characters; at most %d are allowed"
              .formatted(shown(condition), condition.length(), LONGEST));
    }
    if (condition.indexOf('\0') >= 0) {
      throw ApiException.invalid(
          "the condition '%s' holds a NUL character"
              .formatted(shown(condition).replace('\0', '?')));
    }
    Operator operator =
        Operator.first(condition)
            .orElseThrow(() ->
                ApiException.invalid(
                    "the condition '%s' has no operator; there are: %s"
                        .formatted(shown(condition), Operator.all())));
    int at = condition.indexOf(operator.text());
    String name = condition.substring(0, at).strip();
    String value = condition.substring(at + operator.text().length()).strip();
    if (name.isEmpty()) {
      throw ApiException.invalid(
          "the condition '%s' names no field before '%s'"
              .formatted(shown(condition), operator.text()));
    }
    if (!operator.takesValue() && !value.isEmpty()) {
      throw ApiException.invalid(
          "the condition '%s' has something after '%s'"
              .formatted(shown(condition), operator.text()));
    }
    return new FieldCondition(name, operator, value);
  }

  /** A text from outside, short enough for an error. */
  static String shown(String text) {
    return ShortText.of(text, 80);
  }
}
