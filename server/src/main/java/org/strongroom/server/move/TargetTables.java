package org.strongroom.server.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.strongroom.server.configuration.ConfigurationException;

/** The tables of the PostgreSQL database that a catalog moves to. */
final class TargetTables {
  /** Every start of a server over a catalog leaves an account there. */
  private static final String USED_IF_FILLED = "account";

  private static final String HISTORY = "flyway_schema_history";

  private TargetTables() {}

  /**
   * Makes sure that nothing would be overwritten or mixed up.
   *
   * @throws ConfigurationException if something is there
   */
  static void requireEmpty(Connection to) throws SQLException {
    Set<String> present = names(to);
    if (present.contains(USED_IF_FILLED) && present.contains(HISTORY)) {
      requireUnused(to); // an earlier move may have failed after it had made the tables
    } else if (!present.isEmpty()) {
      throw new ConfigurationException(
          "the database is not empty: it has the table %s; give an empty one"
              .formatted(present.iterator().next()));
    }
  }

  private static void requireUnused(Connection to) throws SQLException {
    try (Statement statement = to.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + USED_IF_FILLED)) {
      if (row.next() && row.getLong(1) > 0) {
        throw new ConfigurationException(
            "the database is not empty: a server has used it; give an empty one");
      }
    }
  }

  /**
   * Keeps servers away until the transaction ends, takes away what migrations put into the tables,
   * and tells which there are: those that others refer to first.
   */
  static List<TargetTable> lockEmpty(Connection to) throws SQLException {
    Set<String> names = names(to);
    names.remove(HISTORY);
    String all = names.stream().map(TargetTable::quoted).collect(Collectors.joining(", "));
    try (Statement statement = to.createStatement()) {
      statement.execute("LOCK TABLE " + all + " IN ACCESS EXCLUSIVE MODE");
      requireUnused(to);
      statement.execute("TRUNCATE " + all);
    }
    Map<String, List<TargetTable.Column>> columns = columns(to);
    return inOrder(names, references(to)).stream()
        .map(name -> new TargetTable(name, columns.getOrDefault(name, List.of())))
        .toList();
  }

  private static Set<String> names(Connection to) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Statement statement = to.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  private static Map<String, List<TargetTable.Column>> columns(Connection to) throws SQLException {
    Map<String, List<TargetTable.Column>> columns = new LinkedHashMap<>();
    try (PreparedStatement statement =
            to.prepareStatement(
                "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE"
                    + " table_schema = current_schema() ORDER BY table_name, ordinal_position");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        columns
            .computeIfAbsent(row.getString(1), table -> new ArrayList<>())
            .add(new TargetTable.Column(row.getString(2), row.getString(3)));
      }
    }
    return columns;
  }

  private static Map<String, Set<String>> references(Connection to) throws SQLException {
    Map<String, Set<String>> references = new TreeMap<>();
    try (Statement statement = to.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT f.relname, t.relname FROM pg_constraint c JOIN pg_class f ON f.oid ="
                    + " c.conrelid JOIN pg_class t ON t.oid = c.confrelid JOIN pg_namespace n ON"
                    + " n.oid = f.relnamespace WHERE c.contype = 'f' AND f.oid <> t.oid AND"
                    + " n.nspname = current_schema()")) {
      while (row.next()) {
        references
            .computeIfAbsent(row.getString(1), table -> new TreeSet<>())
            .add(row.getString(2));
      }
    }
    return references;
  }

  private static Set<String> inOrder(Set<String> names, Map<String, Set<String>> references) {
    Set<String> ordered = new LinkedHashSet<>();
    while (ordered.size() < names.size()) {
      int before = ordered.size();
      names.stream()
          .filter(name -> ordered.containsAll(references.getOrDefault(name, Set.of())))
          .forEach(ordered::add);
      if (ordered.size() == before) {
        throw new IllegalStateException("tables refer to each other in a circle: " + references);
      }
    }
    return ordered;
  }
}
