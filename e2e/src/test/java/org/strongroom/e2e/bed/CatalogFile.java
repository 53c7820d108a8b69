package org.strongroom.e2e.bed;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/** The database of a server, looked at from outside without changing it. */
public record CatalogFile(String url, String user, String password) {
  /**
   * One for each database of PostgreSQL, which ends with it: a new one is a new process there, and
   * a log-in on both sides that takes more time of a processor than all that is asked.
   */
  private static final Map<String, Connection> KEPT = new HashMap<>();

  /** The embedded one. */
  public static CatalogFile of(ServerProcess server) {
    Path file = server.directory().resolve("data/strongroom.db");
    return new CatalogFile("jdbc:sqlite:file:" + file + "?mode=ro", "", "");
  }

  public static CatalogFile of(EmbeddedPostgresDatabase database) {
    return new CatalogFile(database.url(), database.user(), database.password());
  }

  /** The rows of a query, each with its columns as text; null is {@code "null"}. */
  public List<List<String>> rows(String sql) {
    return rows(List.of(sql));
  }

  /** The rows of several queries, over one connection: making one costs more than they do. */
  public List<List<String>> rows(List<String> queries) {
    try {
      return isFile() ? overNewConnection(queries) : overKeptConnection(queries);
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", queries), e);
    }
  }

  /** Files are replaced under tests, and cost little to open. */
  private boolean isFile() {
    return url.startsWith("jdbc:sqlite:");
  }

  private List<List<String>> overNewConnection(List<String> queries) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      return rows(connection, queries);
    }
  }

  private List<List<String>> overKeptConnection(List<String> queries) throws SQLException {
    synchronized (KEPT) {
      Connection connection = KEPT.get(url);
      if (connection == null || !connection.isValid(0)) {
        connection = DriverManager.getConnection(url, user, password);
        KEPT.put(url, connection);
      }
      return rows(connection, queries);
    }
  }

  private static List<List<String>> rows(Connection connection, List<String> queries)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      List<List<String>> rows = new ArrayList<>();
      for (String sql : queries) {
        addRows(statement.executeQuery(sql), rows);
      }
      return rows;
    }
  }

  private static void addRows(ResultSet result, List<List<String>> rows) throws SQLException {
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
        row.add(String.valueOf(result.getString(column)));
      }
      rows.add(row);
    }
  }

  /** The one number that a query answers. */
  public long number(String sql) {
    return Long.parseLong(rows(sql).getFirst().getFirst());
  }
}
