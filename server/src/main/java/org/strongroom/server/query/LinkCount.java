package org.strongroom.server.query;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.when;
import static org.jooq.impl.DSL.with;

import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.strongroom.server.query.Join.Link;
import org.strongroom.server.query.budget.Slots;

/**
 * Counts the rows that one condition leads from, such as images whose storage is enabled, in the
 * links alone: to look for a link of each row costs several times as much where there are many.
 */
final class LinkCount {
  /** So many related rows are looked up one by one; of more, all links are read in their order. */
  private static final int FEW = 20;

  private LinkCount() {}

  static boolean serves(Search<?> search) {
    if (search.terms().size() != 1
        || !search.extra().text().isEmpty()
        || !search.mapping().only().equals(Restriction.NONE)) {
      return false;
    }
    Term term = search.terms().getFirst();
    return !term.way().isEmpty() && term.way().getFirst().join().counted();
  }

  static Query select(SQLDialect dialect, Term term) {
    Slots slots = new Slots();
    Term.Step step = term.way().getFirst();
    Join join = step.join();
    Table<?> related = step.target().table().as(slots.alias());
    Condition holds = term.ofFirstRelated(related, slots);
    if (join.link().isEmpty()) {
      return groups(related, holds, Column.of(join.to(), related));
    }
    Link link = join.link().get();
    Table<?> links = link.table().as(slots.alias());
    Field<String> far = Column.of(link.far(), links);
    Select<Record1<String>> found =
        DSL.select(Column.of(join.to(), related)).from(related).where(holds);
    return dialect == SQLDialect.POSTGRES
        ? inPostgres(link, links, far, found)
        : groups(links, far.in(found), Column.of(link.near(), links));
  }

  private static Select<Record1<Integer>> groups(Table<?> links, Condition holds, Field<?> by) {
    return selectCount().from(selectOne().from(links).where(holds).groupBy(by).asTable("counted"));
  }

  /**
   * PostgreSQL would sort, or collect, what it finds of many rows. "Is true" keeps it from making a
   * join of the condition, and so what it reads in the order of the index stays in that order.
   */
  private static Query inPostgres(
      Link link, Table<?> links, Field<String> far, Select<Record1<String>> found) {
    CommonTableExpression<Record1<String>> few = name("found").fields("uuid").asMaterialized(found);
    Table<?> named = table(name("found"));
    Field<String> uuid = field(name("found", "uuid"), String.class);
    Field<String> near = Column.of(link.near(), links);
    Condition reached = far.in(DSL.select(uuid).from(named));
    return with(few)
        .select(
            when(
                    field(DSL.select(count()).from(named)).le(inline(FEW)),
                    field(groups(links, reached, near)))
                .otherwise(
                    field(
                        DSL.select(countDistinct(near))
                            .from(links)
                            .where(DSL.condition("({0}) IS TRUE", reached)))));
  }
}
