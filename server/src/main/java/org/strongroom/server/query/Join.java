package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.TableField;
import org.strongroom.server.query.budget.Slots;

/**
 * How the rows of a relation hang on a row: by a column of theirs, or through a table of links.
 *
 * @param from the column of the row
 * @param to the column of the related rows
 * @param counted whether rows are counted by their links, see {@link #countedByLinks}
 */
public record Join(
    TableField<?, String> from, Optional<Link> link, TableField<?, String> to, boolean counted) {

  /** A table between two others, with a column for either side. */
  record Link(TableField<?, String> near, TableField<?, String> far) {
    Table<?> table() {
      return requireNonNull(near.getTable());
    }
  }

  /** The related rows hold the same value. */
  public static Join direct(TableField<?, String> from, TableField<?, String> to) {
    return new Join(from, Optional.empty(), to, false);
  }

  /** A table of links holds the values of both sides. */
  public static Join through(
      TableField<?, String> from,
      TableField<?, String> near,
      TableField<?, String> far,
      TableField<?, String> to) {
    return new Join(from, Optional.of(new Link(near, far)), to, false);
  }

  /**
   * The same for rows of which most have few links: how many rows lead somewhere is counted in the
   * links alone. Each link has to name a row that is there, by a foreign key.
   */
  public Join countedByLinks() {
    return new Join(from, link, to, true);
  }

  /**
   * The same as {@link #leads}, looked for from the other side: where few related rows fulfil the
   * condition, and an index finds those.
   */
  Condition comesFrom(Table<?> row, Table<?> related, Condition holds, Slots slots) {
    return link.isPresent()
        ? leads(row, related, holds, slots)
        : Column.of(from, row).in(select(Column.of(to, related)).from(related).where(holds));
  }

  /** There is a related row for which the condition holds. */
  Condition leads(Table<?> row, Table<?> related, Condition holds, Slots slots) {
    if (link.isEmpty()) {
      return exists(
          selectOne()
              .from(related)
              .where(Column.of(to, related).eq(Column.of(from, row)))
              .and(holds));
    }
    Table<?> links = link.get().table().as(slots.alias());
    return exists(
        selectOne()
            .from(links)
            .join(related)
            .on(Column.of(to, related).eq(Column.of(link.get().far(), links)))
            .where(Column.of(link.get().near(), links).eq(Column.of(from, row)))
            .and(holds));
  }
}
