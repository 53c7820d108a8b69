package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.strongroom.server.query.budget.PreparedSql;
import org.strongroom.server.query.budget.Slots;

/**
 * Makes statements, and keeps those of the usual shapes: making one costs more than running it for
 * a short page.
 */
final class Selects {
  private static final int MOST_KEPT = 1000;
  private static final int MOST_VALUES_KEPT = 64;

  private final Map<Object, PreparedSql> kept = new ConcurrentHashMap<>();

  /** What a statement depends on: two queries of the same shape differ in values only. */
  private record Shape(
      SQLDialect dialect,
      Class<?> inventory,
      List<Term.Shape> terms,
      Sorting sorting,
      boolean resumed,
      boolean deep,
      boolean count,
      String extra) {}

  private record ListShape(SQLDialect dialect, InnerList list) {}

  /** The rows of a page. */
  PreparedSql rows(DSLContext sql, Search<?> search) {
    return made(sql, search, search.sorting(), false);
  }

  /** The number of all rows. */
  PreparedSql count(DSLContext sql, Search<?> search) {
    return made(sql, search, Sorting.NONE, true);
  }

  private PreparedSql made(DSLContext sql, Search<?> search, Sorting sorting, boolean count) {
    Shape shape =
        new Shape(
            sql.dialect(),
            search.mapping().inventory(),
            search.terms().stream().map(Term::shape).toList(),
            sorting,
            search.resumed(),
            search.deep(),
            count,
            search.extra().text());
    Supplier<PreparedSql> make =
        () ->
            PreparedSql.render(
                sql,
                count && LinkCount.serves(search)
                    ? LinkCount.select(sql.dialect(), search.terms().getFirst())
                    : query(search, sorting, count));
    return search.values().size() > MOST_VALUES_KEPT ? make.get() : kept(shape, make);
  }

  /** The items of a list in all rows of a page; its one value: the rows' names as a JSON array. */
  PreparedSql list(DSLContext sql, InnerList list) {
    return kept(
        new ListShape(sql.dialect(), list),
        () -> PreparedSql.render(sql, list.select(names(sql.dialect()))));
  }

  private PreparedSql kept(Object key, Supplier<PreparedSql> make) {
    PreparedSql known = kept.get(key);
    if (known != null) {
      return known;
    }
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    PreparedSql made = make.get();
    kept.put(key, made);
    return made;
  }

  private static Query query(Search<?> search, Sorting sorting, boolean count) {
    Slots slots = new Slots();
    Mapping<?> mapping = search.mapping();
    Table<?> row = mapping.table();
    Condition condition = mapping.only().in(row).and(search.extra().condition(slots));
    for (Term term : search.terms()) {
      condition = condition.and(term.condition(row, slots));
    }
    if (count) {
      return selectCount().from(row).where(condition);
    }
    if (search.resumed()) {
      condition = condition.and(after(search, row, slots));
    }
    List<OrderField<?>> order = sorting.order(mapping);
    Field<Long> limit = slots.next(SQLDataType.BIGINT);
    Field<Long> start = slots.next(SQLDataType.BIGINT);
    if (!search.deep()) {
      return select(mapping.shape().selected(row))
          .from(row)
          .where(condition)
          .orderBy(order)
          .limit(limit)
          .offset(start);
    }
    Table<?> page =
        select(mapping.key())
            .from(row)
            .where(condition)
            .orderBy(order)
            .limit(limit)
            .offset(start)
            .asTable("page");
    return select(mapping.shape().selected(row))
        .from(page)
        .join(row)
        .on(same(mapping.key(), page, row))
        .orderBy(order);
  }

  private static Condition same(List<? extends Field<?>> key, Table<?> one, Table<?> other) {
    return DSL.and(
        key.stream()
            .map(field ->
                requireNonNull(other.field(field))
                    .coerce(Object.class)
                    .eq(requireNonNull(one.field(field)).coerce(Object.class)))
            .toList());
  }

  /**
   * One row is looked up by its uuid, with which each other is compared: among those that the query
   * can find at all, else the order would tell of rows that it may not show.
   */
  private static Condition after(Search<?> search, Table<?> row, Slots slots) {
    Mapping<?> mapping = search.mapping();
    Table<?> all = mapping.table();
    Table<?> mark =
        select(all.fields())
            .from(all)
            .where(mapping.only().in(all).and(search.extra().condition(slots)))
            .asTable(slots.alias());
    Condition found =
        requireNonNull(mapping.fields().get("uuid")).condition(mark, Operator.EQUAL, 1, slots);
    return exists(
        selectOne().from(mark).where(found.and(search.sorting().after(mapping, row, mark))));
  }

  private static Select<Record1<String>> names(SQLDialect dialect) {
    Field<String> array = new Slots().next(SQLDataType.VARCHAR);
    return dialect == SQLDialect.POSTGRES
        ? select(field("json_array_elements_text(cast({0} as json))", String.class, array))
        : select(field("value", String.class)).from("json_each({0})", array);
  }
}
