package org.strongroom.server.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.query.budget.PreparedSql;
import org.strongroom.server.query.budget.QueryBudget;

/** The rows of one answer while they are read: first the rows themselves, then the lists inside. */
final class Page<T extends Record> {
  private final Mapping<T> mapping;
  private final List<@Nullable Object[]> rows;

  private Page(Mapping<T> mapping, List<@Nullable Object[]> rows) {
    this.mapping = mapping;
    this.rows = rows;
  }

  static <T extends Record> Page<T> read(Mapping<T> mapping, ResultSet found) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    while (found.next()) {
      rows.add(mapping.shape().values(found, 1));
    }
    return new Page<>(mapping, rows);
  }

  /**
   * Loads the lists, each kind with one statement.
   *
   * @param wanted the fields that are shown; empty for all
   */
  void loadLists(
      Connection connection,
      Set<String> wanted,
      QueryBudget budget,
      Function<InnerList, PreparedSql> statements)
      throws SQLException {
    RowShape<T> shape = mapping.shape();
    for (int place : shape.lists()) {
      if (rows.isEmpty() || !(wanted.isEmpty() || wanted.contains(shape.name(place)))) {
        continue;
      }
      InnerList list = shape.list(place);
      Map<Object, List<Object>> items =
          statements
              .apply(list)
              .run(connection, List.of(names()), budget, found -> grouped(list, found));
      for (@Nullable Object[] row : rows) {
        List<Object> own = items.get(row[shape.keyPlace()]);
        row[place] = own == null ? List.of() : own;
      }
    }
  }

  private static Map<Object, List<Object>> grouped(InnerList list, ResultSet found)
      throws SQLException {
    Map<Object, List<Object>> items = new HashMap<>();
    while (found.next()) {
      items
          .computeIfAbsent(found.getString(1), owner -> new ArrayList<>(1))
          .add(list.item().read(found, 2));
    }
    return items;
  }

  /** The names of the rows as a JSON array; they are hexadecimal digits. */
  private String names() {
    StringBuilder names = new StringBuilder(2 + rows.size() * 35).append('[');
    int place = mapping.shape().keyPlace();
    for (@Nullable Object[] row : rows) {
      names.append(names.length() == 1 ? "\"" : ",\"").append(row[place]).append('"');
    }
    return names.append(']').toString();
  }

  List<T> inventories() {
    List<T> inventories = new ArrayList<>(rows.size());
    for (@Nullable Object[] row : rows) {
      inventories.add(mapping.shape().make(row));
    }
    return inventories;
  }
}
