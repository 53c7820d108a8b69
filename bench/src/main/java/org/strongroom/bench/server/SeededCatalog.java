package org.strongroom.bench.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Puts many rows into the embedded database of a server, as a cloud of that size would have. */
public final class SeededCatalog implements AutoCloseable {
  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";
  private static final String NEW_UUID = "lower(hex(randomblob(16)))";
  private static final String MADE = "1700000000000 + i * 1000, 1700000000000 + i * 1000";

  private final Connection connection;

  private SeededCatalog(Connection connection) {
    this.connection = connection;
  }

  /** Opens the database of a server, which may run. */
  public static SeededCatalog open(Path database) throws SQLException {
    SeededCatalog catalog =
        new SeededCatalog(DriverManager.getConnection("jdbc:sqlite:" + database));
    catalog.run("PRAGMA busy_timeout = 60000");
    return catalog;
  }

  /**
   * Adds zones, storages that nobody reaches, and images with one copy each.
   *
   * @param rows zones, and as many images
   */
  public void fill(int rows, int storages) throws SQLException {
    run("BEGIN IMMEDIATE");
    run(
        (NUMBERS
                + "INSERT INTO zone (uuid, name, description, state, is_default, created, updated) "
                + "SELECT %s, 'zone-' || i, 'a zone of the benchmark', 'Enabled', 0, %s FROM n")
            .formatted(rows, NEW_UUID, MADE));
    run(
        (NUMBERS
                + "INSERT INTO backup_storage (uuid, name, url, type, state, status,"
                + " total_capacity, free_capacity, used_capacity, reserved, hostname, username,"
                + " ssh_port, reconnect_attempts, created, updated) SELECT %s, 'storage-' || i,"
                + " '/storage/' || i, 'SftpBackupStorage', 'Enabled', 'Disconnected',"
                + " 1099511627776, 1099511627776, 0, 0, '127.0.0.1', 'root', 9, 0, %s FROM n")
            .formatted(storages, NEW_UUID, MADE));
    run(
        (NUMBERS
                + "INSERT INTO image (uuid, name, description, state, status, size, actual_size,"
                + " md5, sha256, url, media_type, guest_os_type, platform, architecture, format,"
                + " is_system, virtio, account_uuid, created, updated) SELECT %s, 'image-' || i,"
                + " 'an image of the benchmark', 'Enabled', 'Ready', 10737418240, 1073741824,"
                + " lower(hex(randomblob(16))), lower(hex(randomblob(32))),"
                + " 'https://images.example.org/image-' || i || '.qcow2', 'RootVolumeTemplate',"
                + " 'Debian 12', CASE i %% 3 WHEN 0 THEN 'Windows' ELSE 'Linux' END, 'x86_64',"
                + " 'qcow2', 0, 1, (SELECT uuid FROM account LIMIT 1), %s FROM n")
            .formatted(rows, NEW_UUID, MADE));
    run(
        ("INSERT INTO image_copy (image_uuid, backup_storage_uuid, install_path, status, size,"
                + " sha256, created, updated) SELECT i.uuid, b.uuid, 'rootVolumeTemplates/acct-' ||"
                + " i.account_uuid || '/' || i.uuid || '/' || i.name || '.qcow2', 'Ready',"
                + " i.actual_size, i.sha256, i.created, i.updated FROM image i JOIN backup_storage b"
                + " ON b.name = 'storage-' || (i.rowid %% %d + 1)")
            .formatted(storages));
    run("COMMIT");
  }

  /** Adds jobs that ended well, one every five seconds until now. */
  public void endedJobs(int jobs) throws SQLException {
    run(
        (NUMBERS
                + "INSERT INTO job (uuid, operation, version, account_uuid, state, step, progress,"
                + " cancel_requested, created, updated, finished) SELECT %s, 'VerifyImage', 1,"
                + " (SELECT uuid FROM account LIMIT 1), 'Succeeded', 1, 100, 0, t, t + 1000, t +"
                + " 1000 FROM (SELECT strftime('%%s', 'now') * 1000 - i * 5000 AS t FROM n)")
            .formatted(jobs, NEW_UUID));
  }

  /** Adds schedules of a volume that is not there, of which a few are in trouble. */
  public void schedules(int schedules) throws SQLException {
    run(
        (NUMBERS
                + "INSERT INTO schedule (uuid, name, operation, volume_uuid, state, cron,"
                + " time_zone, kept, next_run, last_run, last_result, last_error, created, updated)"
                + " SELECT %s, 'nightly-' || i, 'BackupVolume', 'none', 'Enabled', '0 2 * * *',"
                + " 'UTC', 7, (strftime('%%s', 'now') + 86400) * 1000, strftime('%%s', 'now') *"
                + " 1000 - i, CASE WHEN i %% 500 = 0 THEN 'NotStarted' ELSE 'Succeeded' END,"
                + " CASE WHEN i %% 500 = 0 THEN 'the volume is gone' END, %s FROM n")
            .formatted(schedules, NEW_UUID, MADE));
  }

  /** The uuid of an image. */
  public String someImage() throws SQLException {
    return text(
        "SELECT uuid FROM image ORDER BY created LIMIT 1 OFFSET (SELECT count(*) / 2 FROM image)");
  }

  /** A copy of the whole database for another server. */
  public void copyTo(Path file) throws SQLException {
    run("VACUUM INTO '%s'".formatted(file));
  }

  /** The uuid of a zone in the middle. */
  public String someZone() throws SQLException {
    return text("SELECT uuid FROM zone ORDER BY created LIMIT 1 OFFSET 500");
  }

  /** How many jobs ended well. */
  public long jobsDone() throws SQLException {
    return Long.parseLong(text("SELECT count(*) FROM job WHERE state = 'Succeeded'"));
  }

  private String text(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      return found.getString(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
