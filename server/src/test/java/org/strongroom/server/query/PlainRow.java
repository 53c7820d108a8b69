package org.strongroom.server.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row in memory that knows by itself whether a condition holds: what databases are held to. */
final class PlainRow {
  final String name;
  final Map<String, @Nullable Object> fields = new HashMap<>();
  final Map<String, List<PlainRow>> related = new HashMap<>();
  final List<String> userTags = new ArrayList<>();

  PlainRow(String name) {
    this.name = name;
  }

  boolean holds(String path, String operator, String value) {
    int dot = path.indexOf('.');
    if (dot >= 0) {
      return related.getOrDefault(path.substring(0, dot), List.of()).stream()
          .anyMatch(row -> row.holds(path.substring(dot + 1), operator, value));
    }
    return switch (path) {
      case "__userTag__" -> tagged(operator, value);
      case "attachedZoneUuids" -> attached(operator, value);
      default -> compare(fields.get(path), operator, value);
    };
  }

  private boolean tagged(String operator, String value) {
    return switch (operator) {
      case "is null" -> userTags.isEmpty();
      case "not null" -> !userTags.isEmpty();
      case "!=", "!?=", "!~=" ->
          userTags.stream().noneMatch(tag -> compare(tag, operator.substring(1), value));
      default -> userTags.stream().anyMatch(tag -> compare(tag, operator, value));
    };
  }

  private boolean attached(String operator, String value) {
    List<PlainRow> zones = related.getOrDefault("zone", List.of());
    return switch (operator) {
      case "is null" -> zones.isEmpty();
      case "not null" -> !zones.isEmpty();
      default -> zones.stream().anyMatch(zone -> compare(zone.fields.get("uuid"), operator, value));
    };
  }

  private static boolean compare(@Nullable Object field, String operator, String value) {
    if (field == null || operator.equals("is null")) {
      return field == null && operator.equals("is null");
    }
    return switch (operator) {
      case "not null" -> true;
      case "=" -> order(field, value) == 0;
      case "!=" -> order(field, value) != 0;
      case ">" -> order(field, value) > 0;
      case "<" -> order(field, value) < 0;
      case ">=" -> order(field, value) >= 0;
      case "<=" -> order(field, value) <= 0;
      case "?=" -> Arrays.stream(value.split(",", -1)).anyMatch(v -> order(field, v) == 0);
      case "!?=" -> Arrays.stream(value.split(",", -1)).noneMatch(v -> order(field, v) == 0);
      case "~=" -> like(field.toString(), value);
      case "!~=" -> !like(field.toString(), value);
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private static int order(Object field, String value) {
    return switch (field) {
      case Long number -> number.compareTo(Long.valueOf(value));
      case Boolean bool -> bool.compareTo(Boolean.valueOf(value));
      default -> lower(field.toString()).compareTo(lower(value));
    };
  }

  private static boolean like(String text, String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        boolean escaped = c == '\\' && i + 1 < pattern.length();
        regex.append(Pattern.quote(lower(String.valueOf(escaped ? pattern.charAt(++i) : c))));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(lower(text)).matches();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
