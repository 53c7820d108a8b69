package org.strongroom.server.face.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;

/** The parameters of a query message in the words of the query language. */
final class MessageQuery {
  private static final Map<String, String> OPERATORS =
      Map.ofEntries(
          Map.entry("=", "="),
          Map.entry("!=", "!="),
          Map.entry(">", ">"),
          Map.entry("<", "<"),
          Map.entry(">=", ">="),
          Map.entry("<=", "<="),
          Map.entry("in", "?="),
          Map.entry("not in", "!?="),
          Map.entry("like", "~="),
          Map.entry("not like", "!~="),
          Map.entry("is null", " is null"),
          Map.entry("is not null", " not null"));

  private MessageQuery() {}

  /**
   * Translates.
   *
   * @throws ApiException SYS.1007 for a condition that has not the form of one
   */
  static Map<String, Object> parameters(Map<String, Object> message) {
    Map<String, Object> parameters = new HashMap<>(message);
    List<String> conditions = new ArrayList<>();
    if (message.get("conditions") instanceof List<?> list) {
      list.forEach(condition -> conditions.add(condition(condition)));
    }
    parameters.put("q", conditions);
    if (message.get("sortBy") instanceof String field && !field.isBlank()) {
      boolean descending = "desc".equalsIgnoreCase(String.valueOf(message.get("sortDirection")));
      parameters.put("sort", (descending ? "-" : "+") + field);
    }
    if (message.get("fields") instanceof List<?> fields) {
      parameters.put("fields", String.join(",", fields.stream().map(String::valueOf).toList()));
    }
    return parameters;
  }

  private static String condition(@Nullable Object condition) {
    if (condition instanceof Map<?, ?> map
        && map.get("name") instanceof String name
        && map.get("op") instanceof String written) {
      String operator = OPERATORS.get(written.strip());
      if (operator != null) {
        boolean unary = operator.endsWith("null");
        return name + operator + (unary ? "" : value(map.get("value")));
      }
    }
    throw ApiException.invalid(
        "a condition has to be {\"name\", \"op\", \"value\"} with one of the operators "
            + String.join(", ", OPERATORS.keySet().stream().sorted().toList()));
  }

  private static String value(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
