package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The order that a query asks for.
 *
 * @param name the field; empty for the order that the inventory has of itself
 */
record Sorting(String name, boolean descending) {
  static final Sorting NONE = new Sorting("", false);

  /**
   * Reads {@code +name}, {@code -name} or {@code name}.
   *
   * @throws org.strongroom.api.ApiException SYS.1000 if rows can not be sorted by such a field
   */
  static Sorting parse(@Nullable String text, Mapping<?> mapping) {
    String sort = text == null ? "" : text.strip();
    boolean descending = sort.startsWith("-");
    String name = descending || sort.startsWith("+") ? sort.substring(1).strip() : sort;
    if (!name.isEmpty() && !mapping.sortable().containsKey(name)) {
      throw Resolver.unknown(mapping, "sort=" + name, name, mapping.sortable().keySet());
    }
    return new Sorting(name, descending);
  }

  /** What to order by: the field, then what makes the order certain. Nulls are least. */
  List<OrderField<?>> order(Mapping<?> mapping) {
    List<OrderField<?>> order = new ArrayList<>();
    for (Mapping.SortField key : keys(mapping)) {
      Field<?> field = key.column().in(mapping.table());
      SortField<?> sorted = descending ? field.desc() : field.asc();
      order.add(!key.nullable() ? sorted : descending ? sorted.nullsLast() : sorted.nullsFirst());
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
    for (Mapping.SortField key : keys(mapping).reversed()) {
      Field<Object> field = key.column().in(row).coerce(Object.class);
      Field<Object> there = key.column().in(mark).coerce(Object.class);
      Condition beyond = descending ? field.lt(there) : field.gt(there);
      if (key.nullable()) {
        Field<Object> least = descending ? field : there;
        Field<Object> greater = descending ? there : field;
        beyond = beyond.or(least.isNull().and(greater.isNotNull()));
        after = beyond.or(field.isNotDistinctFrom(there).and(after));
      } else {
        after = beyond.or(field.eq(there).and(after));
      }
    }
    return after;
  }

  private List<Mapping.SortField> keys(Mapping<?> mapping) {
    List<Mapping.SortField> keys = new ArrayList<>();
    Mapping.SortField sort = mapping.sortable().get(name);
    if (sort != null) {
      keys.add(sort);
    }
    for (Field<?> tie : sort == null ? mapping.order() : mapping.key()) {
      keys.add(new Mapping.SortField(row -> requireNonNull(row.field(tie)), false));
    }
    return keys;
  }
}
