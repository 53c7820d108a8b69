package org.strongroom.bench.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The server under test, with an administrator who is logged in. */
public final class StrongroomServer implements AutoCloseable {
  static final String PASSWORD = "bench-admin-Secret1";

  private final JavaProcess process;
  private final Api api;
  private final Path database;

  private StrongroomServer(JavaProcess process, Path directory) {
    this.process = process;
    this.database = directory.resolve("data/strongroom.db");
    this.api = Api.logIn(process.url(), "admin", PASSWORD);
  }

  /**
   * Starts it with its defaults on a free port of the loopback address.
   *
   * @param directory its data go below
   */
  public static StrongroomServer start(Path directory) {
    JavaProcess process =
        JavaProcess.start(
            "org.strongroom.server.Main",
            directory,
            Map.of(
                "STRONGROOM_HTTP_PORT",
                "0",
                "STRONGROOM_ADMIN_PASSWORD",
                PASSWORD,
                "STRONGROOM_DATA_DIR",
                directory.resolve("data").toString(),
                "STRONGROOM_IMAGE_URL_ALLOW",
                "127.0.0.0/8",
                "STRONGROOM_DEFAULTS_CREATE",
                "false"));
    return new StrongroomServer(process, directory);
  }

  public JavaProcess process() {
    return process;
  }

  public Api api() {
    return api;
  }

  public URI url() {
    return process.url();
  }

  /** The file of its embedded database. */
  public Path database() {
    return database;
  }

  @Override
  public void close() {
    process.close();
  }
}
