package org.strongroom.server.query.budget;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * A statement, made once, for all queries of one shape.
 *
 * @param order which of the values each place of the statement takes
 */
public record PreparedSql(String text, List<Integer> order) {

  /** Renders a statement whose parameters are {@link Slots}. */
  public static PreparedSql render(DSLContext sql, Query query) {
    return new PreparedSql(
        sql.render(query),
        sql.extractParams(query).keySet().stream().flatMap(Slots::number).toList());
  }

  /** Takes what it needs from the rows. */
  public interface Reading<R> {
    R read(ResultSet rows) throws SQLException;
  }

  public <R> R run(
      Connection connection, List<Object> values, QueryBudget budget, Reading<R> reading)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      for (int place = 0; place < order.size(); place++) {
        bind(statement, place + 1, values.get(order.get(place)));
      }
      return budget.run(connection, statement, reading);
    }
  }

  private static void bind(PreparedStatement statement, int place, Object value)
      throws SQLException {
    switch (value) {
      case String text -> statement.setString(place, text);
      case Long number -> statement.setLong(place, number);
      case Boolean bool -> statement.setBoolean(place, bool);
      default -> statement.setObject(place, value);
    }
  }
}
