package org.strongroom.server.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * A list inside the rows of a page, loaded for all of them by one statement.
 *
 * @param table where the items are
 * @param owner the column that names the row
 * @param columns what an item is made from
 */
record InnerList(
    Table<?> table,
    Field<String> owner,
    Condition only,
    List<? extends Field<?>> columns,
    List<? extends OrderField<?>> order,
    Item item) {

  /** Makes an item from the columns that begin at this index. */
  interface Item {
    Object read(ResultSet row, int first) throws SQLException;
  }

  static InnerList of(OwnedTexts texts) {
    Table<?> table = texts.table();
    return new InnerList(
        table,
        texts.owner(),
        texts.only().in(table),
        List.of(texts.text()),
        List.of(texts.text()),
        ResultSet::getString);
  }

  static InnerList of(Mapping<?> items, Field<String> owner) {
    return new InnerList(
        items.table(),
        owner,
        items.only().in(items.table()),
        items.shape().selected(items.table()),
        items.order(),
        items.shape()::read);
  }

  /** The items of all rows that the sub-select names; the row's name comes first. */
  Select<?> select(Select<? extends org.jooq.Record1<String>> owners) {
    return DSL.select(owner)
        .select(columns)
        .from(table)
        .where(owner.in(owners))
        .and(only)
        .orderBy(order);
  }
}
