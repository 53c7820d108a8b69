package org.strongroom.e2e.console;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.strongroom.e2e.bed.ServerProcess;

/**
 * A backup node, a bucket and an image backup on both, brought into the catalog of a server that
 * runs: for tests that look at them and ask nothing of them.
 */
final class ImageBackupRows {
  static final String NODE = "b".repeat(32);
  static final String BUCKET = "c".repeat(32);
  static final String BACKUP = "d".repeat(32);

  private static final String STORE =
      "INSERT INTO backup_storage (uuid, name, url, type, state, status, total_capacity,"
          + " free_capacity, used_capacity, reserved, hostname, username, ssh_port,"
          + " reconnect_attempts, created, updated) VALUES ('%s', '%s', '/', '%s', 'Enabled',"
          + " 'Disconnected', 9, 9, 0, 0, %s, 0, 1, 1)";

  private static final List<String> STATEMENTS =
      List.of(
          "PRAGMA busy_timeout = 10000",
          STORE.formatted(NODE, "node", "SftpBackupStorage", "'192.0.2.1', 'root', 22"),
          STORE.formatted(BUCKET, "store", "S3BackupStorage", "NULL, 'key', NULL"),
          "INSERT INTO backup_node (storage_uuid, number, project_uuid, shown_password, created,"
              + " registered) SELECT '%s', 7, uuid, '*', 1, 1 FROM project LIMIT 1".formatted(NODE),
          ("INSERT INTO bucket (uuid, project_uuid, name, type, created, updated, storage_uuid,"
                  + " registered) SELECT '%1$s', uuid, 'archive', 's3', 1, 1, '%1$s', 1 FROM"
                  + " project LIMIT 1")
              .formatted(BUCKET),
          ("INSERT INTO image_backup (uuid, project_uuid, name, status, fail_reason, storage_uuid,"
                  + " path, size, disk_size, disk_count, discovered, bucket_uuid, object_name,"
                  + " created, updated) SELECT '%s', uuid, 'ova', 'available', 'the line broke',"
                  + " '%s', 'a/ova.ova', 1, 1, 1, 0, '%s', 'ova', 1, 1 FROM project LIMIT 1")
              .formatted(BACKUP, NODE, BUCKET));

  private ImageBackupRows() {}

  static void bringTo(ServerProcess server) {
    try (Connection catalog =
            DriverManager.getConnection(
                "jdbc:sqlite:" + server.directory().resolve("data/strongroom.db"));
        Statement statement = catalog.createStatement()) {
      for (String each : STATEMENTS) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
