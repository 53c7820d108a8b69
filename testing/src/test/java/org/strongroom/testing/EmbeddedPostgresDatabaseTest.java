package org.strongroom.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresDatabaseTest {
  @Test
  void eachOneIsEmptyAndGoneWhenClosed() throws SQLException {
    EmbeddedPostgresDatabase first = EmbeddedPostgresDatabase.create();
    try (EmbeddedPostgresDatabase second = EmbeddedPostgresDatabase.create()) {
      try (Connection connection = connect(first);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (n INTEGER)");
      }
      try (Connection connection = connect(second);
          Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery("SELECT to_regclass('t')")) {
        assertThat(found.next()).isTrue();
        assertThat(found.getString(1)).isNull();
      }
    }
    first.close();
    assertThatThrownBy(() -> connect(first)).isInstanceOf(SQLException.class);
  }

  private static Connection connect(EmbeddedPostgresDatabase database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }
}
