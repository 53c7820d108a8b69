package org.strongroom.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The embedded database of a server, looked at from outside without changing it. */
record CatalogFile(Path file) {
  static CatalogFile of(ServerProcess server) {
    return new CatalogFile(server.directory().resolve("data/strongroom.db"));
  }

  /** The rows of a query, each with its columns as text; null is {@code "null"}. */
  List<List<String>> rows(String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The one number that a query answers. */
  long number(String sql) {
    return Long.parseLong(rows(sql).getFirst().getFirst());
  }
}
