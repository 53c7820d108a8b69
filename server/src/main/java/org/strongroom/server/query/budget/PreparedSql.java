package org.strongroom.server.query.budget;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * A statement, made once, for all queries of one shape.
 *
 * @param order which of the values each place of the statement takes
 */
public record PreparedSql(String text, List<Integer> order) {
  /** Of the whole statement, in the first line of its plan. */
  private static final Pattern COST = Pattern.compile("cost=[\\d.]+\\.\\.([\\d.]+)");

  private static final int SECONDS_OF_PLANNING = 2;

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
      bind(statement, values);
      return budget.run(connection, statement, reading, () -> cost(connection, values));
    }
  }

  /** What PostgreSQL's planner thinks, which does not depend on how busy it is. */
  private double cost(Connection connection, List<Object> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + text)) {
      bind(statement, values);
      statement.setQueryTimeout(SECONDS_OF_PLANNING);
      try (ResultSet plan = statement.executeQuery()) {
        Matcher cost = COST.matcher(plan.next() ? plan.getString(1) : "");
        return cost.find() ? Double.parseDouble(cost.group(1)) : Double.MAX_VALUE;
      }
    }
  }

  private void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int place = 0; place < order.size(); place++) {
      bind(statement, place + 1, values.get(order.get(place)));
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
