package org.strongroom.server.face.openstack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a list can be narrowed by: names that callers know, and the conditions they stand for. What
 * is no filter is refused rather than passed over, so that no caller takes the whole list for what
 * was asked for.
 */
public final class Filters {
  /** Parameters of every list, and {@code all_tenants}, which changes nothing here. */
  private static final Set<String> OF_LISTS =
      Set.of(
          "limit",
          "offset",
          "marker",
          "sort",
          "sort_key",
          "sort_dir",
          "with_count",
          "all_tenants",
          "all_projects");

  /** Where the query language would split a condition elsewhere than after the field. */
  private static final Pattern OPERATOR = Pattern.compile("!=|>=|<=|~=|\\?=|\0");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final Map<String, Function<String, Optional<List<String>>>> filters =
      new LinkedHashMap<>();

  private Filters() {}

  /** A list that has no filters yet. */
  public static Filters none() {
    return new Filters();
  }

  /** A text or a uuid. */
  public Filters text(String name, String field) {
    return with(name, value -> Optional.of(List.of(condition(name, field, value))));
  }

  /** A whole number; nothing has another value. */
  public Filters number(String name, String field) {
    return with(
        name,
        value ->
            NUMBER.matcher(value).matches()
                ? Optional.of(List.of(field + "=" + Long.parseLong(value)))
                : Optional.empty());
  }

  /** What all rows have in common, or nothing at all if they have null there. */
  public Filters same(String name, @Nullable String text) {
    return with(
        name, value -> value.equalsIgnoreCase(text) ? Optional.of(List.of()) : Optional.empty());
  }

  /**
   * Anything else.
   *
   * @param conditions tells by what rows are found; empty if no row can have the value
   */
  public Filters with(String name, Function<String, Optional<List<String>>> conditions) {
    filters.put(name, conditions);
    return this;
  }

  /**
   * The conditions that a request asks for; empty if no row can meet them.
   *
   * @throws Fault 400 that names what is no filter of this list
   */
  public Optional<List<String>> of(Exchange exchange) {
    List<String> unknown =
        exchange.queries().keySet().stream()
            .filter(name -> !filters.containsKey(name) && !OF_LISTS.contains(name))
            .sorted()
            .map(Paging::cut)
            .toList();
    if (!unknown.isEmpty()) {
      throw Fault.badRequest(
          "Invalid filters %s are found in query options: there are %s"
              .formatted(String.join(", ", unknown), filters.keySet()));
    }
    List<String> conditions = new ArrayList<>();
    for (Map.Entry<String, Function<String, Optional<List<String>>>> filter : filters.entrySet()) {
      Optional<String> value = exchange.query(filter.getKey());
      if (value.isPresent()) {
        Optional<List<String>> asked = filter.getValue().apply(value.get());
        if (asked.isEmpty()) {
          return Optional.empty();
        }
        conditions.addAll(asked.get());
      }
    }
    return Optional.of(conditions);
  }

  private static String condition(String name, String field, String value) {
    if (OPERATOR.matcher(value).find()) {
      throw Fault.badRequest("%s can not be searched for such a value".formatted(name));
    }
    return field + "=" + value;
  }
}
