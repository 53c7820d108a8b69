package org.strongroom.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start over a catalog that has all migrations knows it without looking at each. */
class MigrationMarkTest {
  @TempDir private Path directory;
  private String url;

  @BeforeEach
  void name() {
    url = "jdbc:sqlite:" + directory.resolve("strongroom.db");
  }

  @Test
  void anOlderCatalogGetsWhatItLacks() throws SQLException {
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migration", "classpath:db/sqlite")
        .target("15")
        .load()
        .migrate();
    execute("PRAGMA user_version = 12345"); // of the version that made it
    assertThat(number("SELECT count(*) FROM sqlite_master WHERE name = 'image_size'")).isZero();
    open();
    assertThat(number("SELECT count(*) FROM sqlite_master WHERE name = 'image_size'")).isOne();
    assertThat(number("PRAGMA user_version")).isNotZero().isNotEqualTo(12345);
  }

  /** Such as one that was put back from a backup, or that a newer version had. */
  @Test
  void aCatalogThatAnotherVersionHadIsLookedAt() throws SQLException {
    open();
    execute("PRAGMA user_version = 12345");
    open();
    assertThat(number("PRAGMA user_version")).isNotEqualTo(12345);
    execute("DROP TABLE flyway_schema_history");
    execute("PRAGMA user_version = 0");
    assertThatThrownBy(this::open).isInstanceOf(FlywayException.class);
  }

  private void open() {
    Database.open(url, Optional.empty(), Optional.empty()).close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }
}
