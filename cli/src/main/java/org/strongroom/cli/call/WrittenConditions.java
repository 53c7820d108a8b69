package org.strongroom.cli.call;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code conditions=}: either one condition as the server takes it ({@code name is null}), or
 * a JSON list of objects with {@code name}, {@code op} and {@code value}, as the message face has
 * them.
 */
final class WrittenConditions {
  private WrittenConditions() {}

  static List<String> parse(String text) {
    return text.startsWith("[") ? list(text) : List.of(text);
  }

  private static List<String> list(String text) {
    try {
      return JsonMapper.shared()
          .readTree(text)
          .valueStream()
          .map(WrittenConditions::condition)
          .collect(Collectors.toList());
    } catch (JacksonException e) {
      throw new UsageException("conditions is not a JSON list: " + e.getOriginalMessage());
    }
  }

  private static String condition(JsonNode written) {
    String name = written.path("name").asString("");
    String operator = written.path("op").asString("");
    if (name.isEmpty() || operator.isEmpty()) {
      throw new UsageException("each of conditions needs name, op and value");
    }
    if (operator.equals("is null")) {
      return name + " is null";
    }
    if (operator.equals("not null") || operator.equals("is not null")) {
      return name + " not null";
    }
    return name + symbol(operator) + written.path("value").asString("");
  }

  private static String symbol(String operator) {
    return switch (operator) {
      case "in" -> "?=";
      case "not in" -> "!?=";
      case "like" -> "~=";
      case "not like" -> "!~=";
      default -> operator;
    };
  }
}
