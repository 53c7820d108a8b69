package org.strongroom.e2e.bed;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many rows the catalog holds in its tables, apart from those that tell what was tried. */
public final class CatalogRows {
  private static final List<String> COUNTED =
      List.of(
          "account",
          "zone",
          "backup_storage",
          "backup_storage_zone",
          "reservation",
          "image",
          "image_copy",
          "volume_snapshot",
          "volume_snapshot_copy",
          "garbage",
          "tag",
          "project",
          "role_assignment",
          "backup_node",
          "bucket",
          "bucket_upload",
          "bucket_garbage",
          "image_backup",
          "global_config WHERE value <> default_value",
          "job WHERE lease IS NOT NULL");

  private CatalogRows() {}

  /** Counts in the embedded database of a server. */
  public static Map<String, Long> of(ServerProcess server) {
    Path file = server.directory().resolve("data/strongroom.db");
    return of("jdbc:sqlite:file:" + file + "?mode=ro", "", "");
  }

  public static Map<String, Long> of(String url, String user, String password) {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      for (String table : COUNTED) {
        try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
          result.next();
          rows.put(table, result.getLong(1));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }
}
