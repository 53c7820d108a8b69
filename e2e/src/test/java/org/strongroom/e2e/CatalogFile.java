package org.strongroom.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/** The database of a server, looked at from outside without changing it. */
record CatalogFile(String url, String user, String password) {
  /** The embedded one. */
  static CatalogFile of(ServerProcess server) {
    Path file = server.directory().resolve("data/strongroom.db");
    return new CatalogFile("jdbc:sqlite:file:" + file + "?mode=ro", "", "");
  }

  static CatalogFile of(EmbeddedPostgresDatabase database) {
    return new CatalogFile(database.url(), database.user(), database.password());
  }

  /** The rows of a query, each with its columns as text; null is {@code "null"}. */
  List<List<String>> rows(String sql) {
    return rows(List.of(sql));
  }

  /** The rows of several queries, over one connection: making one costs more than they do. */
  List<List<String>> rows(List<String> queries) {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      List<List<String>> rows = new ArrayList<>();
      for (String sql : queries) {
        addRows(statement.executeQuery(sql), rows);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", queries), e);
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
  long number(String sql) {
    return Long.parseLong(rows(sql).getFirst().getFirst());
  }
}
