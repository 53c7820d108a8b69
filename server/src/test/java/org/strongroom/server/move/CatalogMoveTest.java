package org.strongroom.server.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.catalog.system.ManagementNodeTable.MANAGEMENT_NODE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.jooq.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.testing.EmbeddedPostgresDatabase;

final class CatalogMoveTest {
  private static final int MANY = 100_000;
  private static final String ODD = "Ünïcode \\ \"'; DROP TABLE image; -- \n\t%_😀";

  @TempDir Path directory;
  private final List<String> told = new ArrayList<>();
  private EmbeddedPostgresDatabase postgres;
  private Path source;

  @BeforeEach
  void create() {
    postgres = EmbeddedPostgresDatabase.create();
    CatalogKind.SQLITE.create(directory);
    source = directory.resolve("catalog.db");
    sqlite(
        "INSERT INTO account (uuid, name, password, type, created, updated)"
            + " SELECT 'a', 'admin', 'x', 'SystemAdmin', 1, 1",
        "INSERT INTO backup_storage (uuid, name, type, url, state, status, total_capacity,"
            + " free_capacity, used_capacity, reserved, reconnect_attempts, created, updated)"
            + " VALUES ('s', 'store', 'FileSystemBackupStorage', '/s', 'Enabled', 'Connected',"
            + " 9000000000000000000, 5, 3, 0, 0, 1, 1)");
  }

  @AfterEach
  void remove() {
    postgres.close();
  }

  private void sqlite(String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + source);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void images(int count) {
    sqlite(
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
        INSERT INTO image (uuid, name, state, status, size, actual_size, sha256, url, media_type,
          is_system, virtio, account_uuid, created, updated)
        SELECT printf('%%032x', i), 'image ' || i, 'Enabled', 'Ready', 4000000000 + i, i,
          printf('%%064x', i), 'http://example.com/' || i, 'RootVolumeTemplate', i %% 2, i %% 3 = 0,
          'a', 1700000000000 + i, 1700000000000 + i FROM n\
        """
            .formatted(count),
        """
        INSERT INTO image_copy (image_uuid, backup_storage_uuid, install_path, status, size, sha256,
          created, updated)
        SELECT uuid, 's', '/s/' || uuid, 'Ready', actual_size, sha256, created, updated FROM image\
        """);
  }

  private Configuration.DatabaseAccess access() {
    return new Configuration.DatabaseAccess(
        postgres.url(), Optional.of(postgres.user()), Optional.of(postgres.password()));
  }

  private long move() throws SQLException {
    return new CatalogMove(source, access(), told::add).run();
  }

  private Database moved() {
    return Database.open(
        postgres.url(), Optional.of(postgres.user()), Optional.of(postgres.password()));
  }

  private int count(Table<Record> table) {
    try (Database database = moved()) {
      return database.<Integer>read(sql -> sql.fetchCount(table));
    }
  }

  @Test
  @Timeout(120)
  void aHundredThousandImagesArriveAsTheyWere() throws Exception {
    images(MANY);
    sqlite("UPDATE image SET description = '%s' WHERE actual_size = 7".formatted(odd()));
    byte[] before = Files.readAllBytes(source);
    long begun = System.nanoTime();
    long rows = move();
    System.out.println(
        "moved in " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
    assertThat(rows).isGreaterThanOrEqualTo(2 * MANY + 2);
    assertThat(told).contains("image: 20000 of 100000", "image: 100000 rows");
    try (Database here =
            Database.open("jdbc:sqlite:" + source, Optional.empty(), Optional.empty());
        Database there = moved()) {
      for (Table<Record> table : List.<Table<Record>>of(IMAGE, IMAGE_COPY, ACCOUNT)) {
        assertThat(all(there, table)).as(table.getName()).isEqualTo(all(here, table));
      }
      assertThat(
              there.<String>read(sql ->
                  sql.select(IMAGE.DESCRIPTION)
                      .from(IMAGE)
                      .where(IMAGE.ACTUAL_SIZE.eq(7L))
                      .fetchSingle(IMAGE.DESCRIPTION)))
          .isEqualTo(ODD);
    }
    assertThat(before).as("the source is kept").isEqualTo(Files.readAllBytes(source));
    assertThat(directory.resolve("catalog.db.moving")).doesNotExist();
  }

  private static String odd() {
    return ODD.replace("'", "''");
  }

  private static List<Object[]> ordered(Database database, Table<Record> table) {
    return database.read(sql ->
        sql.select(table.fields())
            .from(table)
            .orderBy(table.field(0))
            .fetch(row -> row.intoArray()));
  }

  private static List<List<Object>> all(Database database, Table<Record> table) {
    return ordered(database, table).stream().map(java.util.Arrays::asList).toList();
  }

  @Test
  void whatFailsInTheMiddleLeavesNothingAndCanBeRepeated() throws Exception {
    images(2500);
    sqlite("UPDATE image SET name = '%s' WHERE actual_size = 2222".formatted("x".repeat(300)));
    assertThatThrownBy(this::move)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("table image cannot be copied")
        .hasMessageContaining("too long");
    assertThat(count(IMAGE)).isZero();
    assertThat(count(ACCOUNT)).isZero();
    sqlite("UPDATE image SET name = 'short' WHERE actual_size = 2222");
    move();
    assertThat(count(IMAGE)).isEqualTo(2500);
  }

  @Test
  void aDatabaseThatIsUsedIsRefused() throws Exception {
    move();
    assertThatThrownBy(this::move)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a server has used it");
    assertThat(count(ACCOUNT)).isEqualTo(1);
  }

  @Test
  void aDatabaseOfSomethingElseIsRefused() throws Exception {
    try (Connection connection =
            DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE others (id INTEGER)");
    }
    assertThatThrownBy(this::move)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("it has the table others");
  }

  @Test
  void aTargetThatIsNotPostgresIsRefused() {
    Configuration.DatabaseAccess other =
        new Configuration.DatabaseAccess(
            "jdbc:sqlite:" + directory.resolve("other.db"), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> new CatalogMove(source, other, told::add).run())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("database.url");
  }

  @Test
  void runningJobsMayBeTakenUpAtOnceAndNoNodeIsListed() throws Exception {
    sqlite(
        "INSERT INTO job (uuid, operation, version, account_uuid, state, step, progress, node_uuid,"
            + " lease, cancel_requested, created, updated) VALUES ('j', 'AddImage', 1, 'a',"
            + " 'Running', 0, 0, 'n', 99999999999999, 0, 1, 1)",
        "INSERT INTO management_node (uuid, host_name, joined, heart_beat) VALUES ('n', 'h', 1,"
            + " 1)");
    move();
    assertThat(count(MANAGEMENT_NODE)).isZero();
    try (Database there = moved()) {
      assertThat(there.<Long>read(sql -> sql.select(JOB.LEASE).from(JOB).fetchSingle(JOB.LEASE)))
          .isZero();
    }
  }

  @Test
  void anOlderCatalogIsBroughtUpToDateOnTheWay() throws IOException, SQLException {
    Files.delete(source);
    org.flywaydb.core.Flyway.configure()
        .dataSource("jdbc:sqlite:" + source, null, null)
        .locations("classpath:db/migration")
        .target("1")
        .load()
        .migrate();
    sqlite(
        "INSERT INTO account (uuid, name, password, type, created, updated)"
            + " SELECT 'a', 'admin', 'x', 'SystemAdmin', 1, 1");
    move();
    assertThat(count(ACCOUNT)).isEqualTo(1);
  }
}
