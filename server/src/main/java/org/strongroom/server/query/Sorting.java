package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;

/**
 * The order that a query asks for.
 *
 * @param asked the fields, most significant first; none for the order that the inventory has of
 *     itself
 */
record Sorting(List<Asked> asked) {
  static final Sorting NONE = new Sorting(List.of());

  private static final int MOST_FIELDS = 10;

  /** A field and its direction. */
  record Asked(String name, boolean descending) {}

  /** What is ordered by, whether asked for or to make the order certain. */
  private record Key(Mapping.SortField field, boolean descending) {}

  /**
   * Reads {@code +name}, {@code -name} or {@code name}, or several with commas between them.
   *
   * @throws ApiException SYS.1000 if rows can not be sorted by such a field
   */
  static Sorting parse(@Nullable String text, Mapping<?> mapping) {
    List<Asked> asked = new ArrayList<>();
    for (String part : text == null ? new String[0] : text.split(",")) {
      parsePart(part.strip(), mapping).ifPresent(asked::add);
    }
    if (asked.size() > MOST_FIELDS) {
      throw ApiException.invalid(
          "the query sorts by %d fields; at most %d are allowed"
              .formatted(asked.size(), MOST_FIELDS));
    }
    return new Sorting(List.copyOf(asked));
  }

  private static Optional<Asked> parsePart(String sort, Mapping<?> mapping) {
    boolean descending = sort.startsWith("-");
    String name = descending || sort.startsWith("+") ? sort.substring(1).strip() : sort;
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (!mapping.sortable().containsKey(name)) {
      throw Resolver.unknown(mapping, "sort=" + name, name, mapping.sortable().keySet());
    }
    return Optional.of(new Asked(name, descending));
  }

  /** What to order by: the fields, then what makes the order certain. Nulls are least. */
  List<OrderField<?>> order(Mapping<?> mapping) {
    List<OrderField<?>> order = new ArrayList<>();
    for (Key key : keys(mapping)) {
      Field<?> field = key.field().column().in(mapping.table());
      SortField<?> sorted = key.descending() ? field.desc() : field.asc();
      if (key.field().nullable()) {
        sorted = key.descending() ? sorted.nullsLast() : sorted.nullsFirst();
      }
      order.add(sorted);
    }
    return order;
  }

  /**
   * The condition on a row to come after another of the same table.
   *
   * @param mark an alias of the mapping's table
   */
  Condition after(Mapping<?> mapping, Table<?> row, Table<?> mark) {
    Condition after = DSL.falseCondition();
    for (Key key : keys(mapping).reversed()) {
      Field<Object> here = key.field().column().in(row).coerce(Object.class);
      Field<Object> there = key.field().column().in(mark).coerce(Object.class);
      Condition beyond = key.descending() ? here.lt(there) : here.gt(there);
      Condition same = here.eq(there);
      if (key.field().nullable()) {
        Field<Object> least = key.descending() ? here : there;
        Field<Object> greater = key.descending() ? there : here;
        beyond = beyond.or(least.isNull().and(greater.isNotNull()));
        same = here.isNotDistinctFrom(there);
      }
      after = beyond.or(same.and(after));
    }
    return after;
  }

  private List<Key> keys(Mapping<?> mapping) {
    List<Key> keys = new ArrayList<>();
    asked.forEach(field ->
        keys.add(
            new Key(requireNonNull(mapping.sortable().get(field.name())), field.descending())));
    boolean descending = !asked.isEmpty() && asked.getLast().descending();
    for (Field<?> tie : asked.isEmpty() ? mapping.order() : mapping.key()) {
      keys.add(
          new Key(new Mapping.SortField(row -> requireNonNull(row.field(tie)), false), descending));
    }
    return keys;
  }
}
