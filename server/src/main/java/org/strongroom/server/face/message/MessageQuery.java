package org.strongroom.server.face.message;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    parameters.put("q", conditions(message.get("conditions")));
    sort(message.get("sortBy"), message.get("sortDirection"))
        .ifPresent(order -> parameters.put("sort", order));
    if (message.get("fields") instanceof List<?> fields) {
      parameters.put("fields", String.join(",", fields.stream().map(String::valueOf).toList()));
    }
    return parameters;
  }

  /** One condition counts like a list of it; what is no condition must not find everything. */
  private static List<String> conditions(@Nullable Object sent) {
    return switch (sent) {
      case null -> List.of();
      case List<?> list -> list.stream().map(MessageQuery::condition).toList();
      default -> List.of(condition(sent));
    };
  }

  private static Optional<String> sort(@Nullable Object field, @Nullable Object direction) {
    return switch (field) {
      case null -> Optional.empty();
      case String name when name.isBlank() -> Optional.empty();
      case String name -> Optional.of(sign(direction) + name);
      default -> throw ApiException.invalid("sortBy has to be a text");
    };
  }

  private static String sign(@Nullable Object direction) {
    String text = direction instanceof String given ? given.strip().toLowerCase(Locale.ROOT) : "";
    if (direction == null || text.equals("asc")) {
      return "+";
    }
    if (text.equals("desc")) {
      return "-";
    }
    throw ApiException.invalid("sortDirection has to be asc or desc");
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

  /** A list of values is as good as a text with commas between them. */
  private static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> values -> String.join(",", values.stream().map(MessageQuery::value).toList());
      case Map<?, ?> map -> throw ApiException.invalid("the value of a condition is no text");
      default -> value.toString();
    };
  }
}
