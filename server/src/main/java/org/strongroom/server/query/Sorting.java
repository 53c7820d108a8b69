package org.strongroom.server.query;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.OrderField;
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
    List<? extends Field<?>> ties = mapping.order();
    Mapping.SortField sort = mapping.sortable().get(name);
    if (sort != null) {
      org.jooq.SortField<?> field = descending ? sort.field().desc() : sort.field().asc();
      order.add(!sort.nullable() ? field : descending ? field.nullsLast() : field.nullsFirst());
      ties = mapping.key();
    }
    ties.forEach(tie -> order.add(descending ? tie.desc() : tie.asc()));
    return order;
  }
}
