package org.strongroom.cli.call;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.strongroom.cli.call.QueryFields.QueryField;

/** Checks the fields and values of a query before it is sent, and reads sizes with units. */
final class ConditionCheck {
  private static final Set<String> EXACT = Set.of("=", "!=", "?=", "!?=");

  private final String query;
  private final Class<?> inventory;

  /**
   * @param query name of the operation, for messages
   */
  ConditionCheck(String query, Class<?> inventory) {
    this.query = query;
    this.inventory = inventory;
  }

  /**
   * The condition with numbers of bytes in the place of sizes.
   *
   * @throws UsageException if there is no such field, or it cannot have the value
   */
  QueryCondition checked(QueryCondition condition) {
    List<String> path = new ArrayList<>(List.of(condition.name().split("\\.", -1)));
    String name = path.removeLast();
    QueryField field = fields(condition.name(), path).fields().get(name);
    if (field == null) {
      throw unknown(condition.name(), name, path);
    }
    if (condition.value().equals("null")) {
      return condition;
    }
    if (Sizes.areIn(name)) {
      return new QueryCondition(condition.name(), condition.operator(), inBytes(condition));
    }
    if (EXACT.contains(condition.operator()) && !field.isTruth()) {
      values(condition).forEach(value -> checkChoice(condition.name(), field, value));
    }
    return condition;
  }

  /** Checks the name of a field of the inventory itself, which may also be a list of others. */
  void checkField(String name) {
    boolean isThere =
        QueryFields.of(inventory).fields().containsKey(name)
            || Arrays.stream(inventory.getRecordComponents())
                .anyMatch(component -> component.getName().equals(name));
    if (!isThere) {
      throw unknown(name, name, List.of());
    }
  }

  private QueryFields fields(String whole, List<String> path) {
    QueryFields fields = QueryFields.of(inventory);
    for (int i = 0; i < path.size(); i++) {
      Class<?> next = fields.reachable().get(path.get(i));
      if (next == null) {
        throw unknown(whole, path.get(i), path.subList(0, i));
      }
      fields = QueryFields.of(next);
    }
    return fields;
  }

  private UsageException unknown(String whole, String part, List<String> path) {
    QueryFields known = fields(whole, path);
    Set<String> names = new TreeSet<>(known.fields().keySet());
    names.addAll(known.relations().keySet());
    String similar = SimilarNames.hint(part, names);
    return new UsageException(
        "%s has no field '%s'%s"
            .formatted(
                query,
                whole,
                similar.isEmpty() ? "; there are " + String.join(", ", names) : similar));
  }

  private static String inBytes(QueryCondition condition) {
    return values(condition)
        .map(value -> Sizes.bytes(value).map(String::valueOf).orElse(value))
        .collect(Collectors.joining(","));
  }

  private static Stream<String> values(QueryCondition condition) {
    return condition.operator().endsWith("?=")
        ? Stream.of(condition.value().split(",", -1)).map(String::strip)
        : Stream.of(condition.value());
  }

  private static void checkChoice(String name, QueryField field, String value) {
    Optional<String> same = field.choices().stream().filter(value::equalsIgnoreCase).findFirst();
    if (!field.choices().isEmpty() && same.isEmpty()) {
      String similar = SimilarNames.hint(value, field.choices());
      throw new UsageException(
          "%s is never '%s'%s"
              .formatted(
                  name,
                  value,
                  similar.isEmpty()
                      ? "; it is one of " + String.join(", ", field.choices())
                      : similar));
    }
  }
}
