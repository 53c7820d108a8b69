package org.strongroom.bench.server;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sqlite.SQLiteConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What remains of a server without everything that makes one: Javalin, JDBC, Jackson and hand-made
 * statements over the same tables. No session, no checks, no jobs, no query language.
 */
public final class PlainServer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ZONES =
      "SELECT uuid, name, description, state, 'zstack' AS type, is_default AS isDefault, created AS createDate, updated AS lastOpDate FROM zone ";
  private static final String STORAGES =
      "SELECT uuid, name, description, url, type, state, status, hostname, username, ssh_port AS sshPort, total_capacity AS totalCapacity, free_capacity AS availableCapacity, created AS createDate, updated AS lastOpDate FROM backup_storage b ";
  private static final String IMAGES =
      "SELECT i.uuid, i.name, i.description, i.state, i.status, i.size, i.actual_size AS actualSize, i.md5 AS md5Sum, i.sha256, i.url, i.media_type AS mediaType, i.guest_os_type AS guestOsType, 'zstack' AS type, i.platform, i.architecture, i.format, i.is_system AS system, i.virtio, i.created AS createDate, i.updated AS lastOpDate FROM image i ";
  private static final String COPIES =
      "SELECT image_uuid AS imageUuid, backup_storage_uuid AS backupStorageUuid, install_path AS installPath, status, sha256, created AS createDate, updated AS lastOpDate FROM image_copy WHERE image_uuid IN ";

  private final HikariDataSource pool;

  private PlainServer(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Serves the SQLite database that is the only argument. */
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "bench-logback.xml");
    SQLiteConfig pragmas = new SQLiteConfig();
    pragmas.setJournalMode(SQLiteConfig.JournalMode.WAL);
    pragmas.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    pragmas.setBusyTimeout(60_000);
    pragmas.setCacheSize(-32_768);
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + arguments[0]);
    config.setMaximumPoolSize(8);
    pragmas
        .toProperties()
        .forEach((key, value) -> config.addDataSourceProperty((String) key, value));
    PlainServer server = new PlainServer(new HikariDataSource(config));
    Javalin javalin = Javalin.create(server::configure).start("127.0.0.1", 0);
    System.out.println("Plain server is ready at http://127.0.0.1:" + javalin.port());
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.concurrency.useVirtualThreads = true;
    config.routes.get("/zones", ctx -> send(ctx, rows(ZONES + page("zone"), limit(ctx))));
    config.routes.get(
        "/zones/{uuid}", ctx -> send(ctx, rows(ZONES + "WHERE uuid = ?", ctx.pathParam("uuid"))));
    config.routes.post("/zones", this::create);
    config.routes.get(
        "/images", ctx -> send(ctx, withCopies(rows(IMAGES + page("i"), limit(ctx)))));
    config.routes.get("/images-by-storage", this::imagesByStorage);
    config.routes.get("/storages-by-platform", this::storagesByPlatform);
  }

  private void create(Context ctx) throws SQLException {
    JsonNode zone = JSON.readTree(ctx.bodyAsBytes()).get("params");
    String uuid = UUID.randomUUID().toString().replace("-", "");
    long now = System.currentTimeMillis();
    try (Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO zone (uuid, name, state, is_default, created, updated) VALUES (?, ?, 'Enabled', 0, ?, ?)")) {
      insert.setString(1, uuid);
      insert.setString(2, zone.get("name").asString());
      insert.setLong(3, now);
      insert.setLong(4, now);
      insert.executeUpdate();
    }
    send(ctx, rows(ZONES + "WHERE uuid = ?", uuid));
  }

  private void imagesByStorage(Context ctx) throws SQLException {
    send(
        ctx,
        withCopies(
            rows(
                IMAGES
                    + "WHERE EXISTS (SELECT 1 FROM image_copy c JOIN backup_storage b ON b.uuid = c.backup_storage_uuid WHERE c.image_uuid = i.uuid AND lower(b.name) = ?) "
                    + page("i"),
                requireNonNull(ctx.queryParam("name")),
                limit(ctx))));
  }

  private void storagesByPlatform(Context ctx) throws SQLException {
    send(
        ctx,
        rows(
            STORAGES
                + "WHERE EXISTS (SELECT 1 FROM image_copy c JOIN image i ON i.uuid = c.image_uuid WHERE c.backup_storage_uuid = b.uuid AND lower(i.platform) = ?) "
                + page("b"),
            requireNonNull(ctx.queryParam("platform")),
            limit(ctx)));
  }

  private List<Map<String, Object>> withCopies(List<Map<String, Object>> images)
      throws SQLException {
    String places = "(" + String.join(",", images.stream().map(_ -> "?").toList()) + ")";
    Map<Object, List<Object>> copies = new HashMap<>();
    for (Map<String, Object> copy :
        rows(COPIES + places, images.stream().map(i -> i.get("uuid")).toArray())) {
      copies.computeIfAbsent(copy.get("imageUuid"), _ -> new ArrayList<>()).add(copy);
    }
    images.forEach(i -> i.put("backupStorageRefs", copies.getOrDefault(i.get("uuid"), List.of())));
    return images;
  }

  private static String page(String table) {
    return "ORDER BY " + table + ".created, " + table + ".uuid LIMIT ?";
  }

  private static int limit(Context ctx) {
    return Integer.parseInt(requireNonNull(ctx.queryParam("limit")));
  }

  private List<Map<String, Object>> rows(String sql, Object... values) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet found = select.executeQuery()) {
        return rows(found);
      }
    }
  }

  private static List<Map<String, Object>> rows(ResultSet found) throws SQLException {
    String[] names = new String[found.getMetaData().getColumnCount()];
    for (int i = 0; i < names.length; i++) {
      names[i] = found.getMetaData().getColumnLabel(i + 1);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    while (found.next()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        Object value = found.getObject(i + 1);
        if (value != null) {
          row.put(names[i], value);
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private static void send(Context ctx, List<Map<String, Object>> rows) {
    byte[] body = JSON.writeValueAsBytes(Map.of("inventories", rows));
    ctx.contentType("application/json").result(body);
    ctx.res().setContentLength(body.length);
  }
}
