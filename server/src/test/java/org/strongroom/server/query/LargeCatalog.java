package org.strongroom.server.query;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.strongroom.server.catalog.Database;

/**
 * A catalog with very many rows, written by the database itself. The uuid of the n-th row of a
 * table comes from the table's letter and n, and does not follow the order in which rows were made.
 */
final class LargeCatalog {
  static final int ZONES = 10;
  static final int STORAGES = 1_000;

  private static final int PIECE = 10_000;

  private final Database database;
  private final int images;

  private LargeCatalog(Database database, int images) {
    this.database = database;
    this.images = images;
  }

  /**
   * Fills a catalog: storages in zones; so many images with a copy each, in groups of ten, two of
   * three with the platform Linux, one of a hundred with a tag; a fifth as many volume snapshots.
   */
  static void fill(Database database, int images) {
    new LargeCatalog(database, images).fill();
  }

  private void fill() {
    insert(
        "zone (uuid, name, state, is_default, created, updated)",
        "$zone, 'zone' || n, 'Enabled', false, n, n",
        ZONES);
    insert(
        "backup_storage (uuid, name, url, type, state, status, total_capacity, free_capacity,"
            + " used_capacity, reserved, reconnect_attempts, created, updated)",
        "$storage, 'storage' || n, '/storage/' || n, 'FileSystemBackupStorage',"
            + " CASE n % 2 WHEN 0 THEN 'Enabled' ELSE 'Disabled' END, 'Connected',"
            + " 1000000000000 + n, 1000000000000, 1000 * (n % 77), 0, 0, n, n",
        STORAGES);
    insert(
        "backup_storage_zone (backup_storage_uuid, zone_uuid, created)",
        "$storage, $zone%" + ZONES + ", n",
        STORAGES);
    insert(
        "image (uuid, name, description, state, status, size, actual_size, md5, url, media_type,"
            + " guest_os_type, platform, architecture, format, is_system, virtio, account_uuid,"
            + " group_uuid, boot_order, created, updated)",
        "$image, 'image' || n, 'image number ' || n, 'Enabled', 'Ready', (n * 7919) % 1000003,"
            + " (n * 7919) % 500009, $image, 'http://example.org/images/' || n || '.qcow2',"
            + " 'RootVolumeTemplate', 'CentOS ' || n % 10,"
            + " CASE n % 3 WHEN 0 THEN 'Windows' ELSE 'Linux' END, 'x86_64', 'qcow2', false, true,"
            + " $zone%5, $group%"
            + Math.max(1, images / 10)
            + ", n % 10, n * 1000, n * 1000 + n % 977",
        images);
    insert(
        "image_copy (image_uuid, backup_storage_uuid, install_path, status, size, sha256, created,"
            + " updated)",
        "$image, $storage%"
            + STORAGES
            + ", '/storage/images/' || n, 'Ready', 1, $image || $image,"
            + " n * 1000, n * 1000",
        images);
    insert(
        "volume_snapshot (uuid, name, type, volume_uuid, volume_type, format, latest, size,"
            + " distance, state, status, created, updated)",
        "$snapshot, 'snapshot' || n, 'Hypervisor', $group%1000, 'Root', 'qcow2', false, n % 5003,"
            + " 1, 'Enabled', 'Ready', n * 1000, n * 1000",
        images / 5);
    insert(
        "volume_snapshot_copy (volume_snapshot_uuid, backup_storage_uuid, install_path, size)",
        "$snapshot, $storage%" + STORAGES + ", '/storage/snapshots/' || n, 5",
        images / 5);
    insert(
        "tag (uuid, resource_uuid, resource_type, kind, text, inherent, created, updated)",
        "$tag, $image, 'ImageVO', 'User', 'rack' || n % 100, false, n, n",
        images / 100);
    database.write(transaction -> transaction.sql().execute("ANALYZE"));
  }

  /** In pieces that a busy database ends in time, too. */
  private void insert(String into, String values, int rows) {
    for (int first = 1; first <= rows; first += PIECE) {
      insert(into, values, first, Math.min(rows, first + PIECE - 1));
    }
  }

  private void insert(String into, String values, int first, int last) {
    database.write(transaction -> {
      DSLContext sql = transaction.sql();
      boolean postgres = sql.dialect() == SQLDialect.POSTGRES;
      String from =
          postgres
              ? "generate_series(%d, %d) AS n".formatted(first, last)
              : ("(WITH RECURSIVE numbers(n) AS (SELECT %d UNION ALL SELECT n + 1 FROM numbers"
                      + " WHERE n < %d) SELECT n FROM numbers)")
                  .formatted(first, last);
      return sql.execute(
          "INSERT INTO " + into + " SELECT " + named(values, postgres) + " FROM " + from);
    });
  }

  /**
   * {@code $image} becomes the uuid of the n-th image, {@code $zone%10} that of zone n % 10 + 1.
   */
  private static String named(String values, boolean postgres) {
    return values
        .replaceAll("\\$([a-z])[a-z]*%(\\d+)", uuid("$1", "(n % $2 + 1)", postgres))
        .replaceAll("\\$([a-z])[a-z]*", uuid("$1", "n", postgres));
  }

  private static String uuid(String letter, String number, boolean postgres) {
    String hash = "((" + number + " * 2654435761) % 4294967296)";
    return postgres
        ? "md5('" + letter + "' || " + number + ")"
        : "(printf('%08x%08x', "
            + hash
            + ", "
            + hash
            + " / 3) || '"
            + letter
            + "' || printf('%015x', "
            + number
            + "))";
  }
}
