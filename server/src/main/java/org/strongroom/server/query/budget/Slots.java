package org.strongroom.server.query.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The places of a statement that values go into, in the order in which the values come, and the
 * aliases of the tables inside it. The statement is made once for all queries of its shape.
 */
public final class Slots {
  private static final String NAME = "value";

  private int values;
  private int aliases;

  /** The place of the next value. */
  public <T> Field<T> next(DataType<T> type) {
    return DSL.param(NAME + values++, type);
  }

  /** The places of the next values. */
  public <T> List<Field<T>> next(int count, DataType<T> type) {
    List<Field<T>> slots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      slots.add(next(type));
    }
    return slots;
  }

  /** A name for one more table of the statement. */
  public String alias() {
    return "t" + ++aliases;
  }

  /** Which value goes into the place with this name; none into a constant. */
  static Stream<Integer> number(String place) {
    return place.startsWith(NAME)
        ? Stream.of(Integer.valueOf(place.substring(NAME.length())))
        : Stream.empty();
  }
}
