package org.strongroom.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An empty database of its own in a real PostgreSQL server, which the first one of a JVM starts on
 * a free loopback port and which ends with the JVM. Works for root too: the server then runs in a
 * user namespace in which it is somebody else.
 */
public final class EmbeddedPostgresDatabase implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;

  private EmbeddedPostgresDatabase(String name) {
    this.name = name;
  }

  /** Makes an empty database. */
  public static EmbeddedPostgresDatabase create() {
    String name = "strongroom_" + NUMBER.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return new EmbeddedPostgresDatabase(name);
  }

  /** Makes a database with all that is in this one, to which nobody may be connected. */
  public EmbeddedPostgresDatabase copy() {
    String copy = "strongroom_" + NUMBER.incrementAndGet();
    execute("CREATE DATABASE " + copy + " TEMPLATE " + name + " STRATEGY FILE_COPY");
    return new EmbeddedPostgresDatabase(copy);
  }

  /** Where it is; needs {@link #user} and {@link #password}. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + Server.INSTANCE.getPort() + "/" + name;
  }

  public String user() {
    return "postgres";
  }

  public String password() {
    return "postgres";
  }

  /** Ends all connections to the database and removes it. */
  @Override
  public void close() {
    execute("DROP DATABASE " + name + " WITH (FORCE)");
  }

  private static void execute(String sql) {
    try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Started on first use. */
  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setLocaleConfig("locale", "C.UTF-8")
            .setServerConfig("max_connections", "200")
            // it ends with its tests, and no machine loses its power meanwhile
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL did not start", e);
      }
    }
  }
}
