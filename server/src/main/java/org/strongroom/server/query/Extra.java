package org.strongroom.server.query;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.strongroom.server.query.budget.Slots;

/**
 * A condition that the server itself adds to a query, such as a type or an owner.
 *
 * @param text its SQL with a ? for each value; empty for none
 */
record Extra(String text, List<Object> values) {
  static final Extra NONE = new Extra("", List.of());

  static Extra of(DSLContext sql, Condition condition) {
    if (condition.equals(DSL.noCondition())) {
      return NONE;
    }
    return new Extra(sql.render(condition), List.copyOf(sql.extractBindValues(condition)));
  }

  Condition condition(Slots slots) {
    return text.isEmpty()
        ? DSL.noCondition()
        : DSL.condition(
            text, values.stream().map(value -> slots.next(DSL.val(value).getDataType())).toArray());
  }
}
