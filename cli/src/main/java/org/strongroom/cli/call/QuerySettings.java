package org.strongroom.cli.call;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words of a query that are not conditions. */
public final class QuerySettings {
  /** Name and meaning of each, in the order in which help shows them. */
  public static final Map<String, String> DESCRIBED = Collections.unmodifiableMap(described());

  private QuerySettings() {}

  /** The values that a setting can have in queries for an inventory; empty if they are many. */
  public static List<String> values(Class<?> inventory, String setting) {
    return switch (setting) {
      case "count", "replyWithCount" -> List.of("true", "false");
      case "sortDirection" -> List.of("asc", "desc");
      case "sortBy", "fields" ->
          QueryFields.of(inventory).fields().keySet().stream()
              .filter(name -> !name.startsWith("__"))
              .toList();
      default -> List.of();
    };
  }

  private static Map<String, String> described() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fields", "only these fields, separated by commas");
    settings.put("sortBy", "the field to sort by");
    settings.put("sortDirection", "asc or desc; default asc");
    settings.put("limit", "at most so many rows; default 1000");
    settings.put("start", "skip so many rows; default 0");
    settings.put("count", "true: only the number of rows");
    settings.put("replyWithCount", "true: rows and their number without limit");
    settings.put(
        "conditions",
        "a condition as the server takes it, or a JSON list of objects with name, op and value");
    settings.put("timeout", "how long the call may take, in milliseconds");
    settings.put("filterName", "accepted for existing scripts, without effect");
    return settings;
  }
}
