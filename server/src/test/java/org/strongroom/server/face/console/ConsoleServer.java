package org.strongroom.server.face.console;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.strongroom.server.Strongroom;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.fixture.CheapPassword;

/** A whole server with its console, in this process. */
final class ConsoleServer implements AutoCloseable {
  static final String PASSWORD = "Console-Secret-1";

  /** The address of a proxy that the server trusts. */
  static final String PROXY = "127.0.0.99";

  private final Strongroom server;

  ConsoleServer(Path directory) {
    Map<String, String> environment = new HashMap<>();
    environment.put("STRONGROOM_HTTP_PORT", "0");
    environment.put("STRONGROOM_DEFAULTS_CREATE", "false");
    environment.put("STRONGROOM_ADMIN_PASSWORD", PASSWORD);
    environment.put("STRONGROOM_HTTP_TRUSTED_PROXIES", PROXY + "/32");
    environment.put("STRONGROOM_IMAGE_URL_ALLOW", "127.0.0.0/8");
    server = Strongroom.start(Configuration.read(directory, environment), Clock.systemUTC());
    try {
      catalog(
          directory,
          "UPDATE account SET password = '%s' WHERE name = 'admin'"
              .formatted(CheapPassword.hash(PASSWORD)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  URI url() {
    return server.url();
  }

  /** All that it answers to. */
  SortedSet<String> routes() {
    return server.routes();
  }

  /** A browser in which nobody has logged in. */
  Browser browser() {
    return new Browser(url(), HttpClient.newHttpClient());
  }

  Browser admin() {
    return browser().loggedIn("admin", PASSWORD);
  }

  /** The API with an administrator's session. */
  Api api() {
    return new Api(url(), "admin", PASSWORD);
  }

  /** Brings rows into the catalog of a server that runs in this directory. */
  static void catalog(Path directory, String... statements) throws SQLException {
    try (Connection catalog =
            DriverManager.getConnection(
                "jdbc:sqlite:" + directory.resolve("data").resolve("strongroom.db"));
        Statement statement = catalog.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
