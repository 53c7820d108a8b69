package org.strongroom.server;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.move.CatalogMove;

/**
 * {@code strongroom migrate}: takes the catalog of a stopped server from SQLite in the data
 * directory to the PostgreSQL database that the configuration names.
 */
final class Migrate {
  private Migrate() {}

  /**
   * Moves.
   *
   * @return the exit status: 0 done, 1 failed, 2 the configuration does not allow it
   */
  static int run(Configuration configuration, PrintStream out, PrintStream err) {
    Path data = configuration.dataDirectory();
    Path file = data.resolve("strongroom.db");
    if (!Files.isRegularFile(file)) {
      err.println("strongroom: there is no catalog at " + file);
      return 2;
    }
    try (DataDirectory locked = DataDirectory.open(data)) {
      CatalogMove move = new CatalogMove(file, configuration.database(), out::println);
      long rows = move.run();
      out.printf(
          """
          Moved %d rows. %s stays as it was; keep it until you trust the new one.
          Before you start servers over the PostgreSQL database:
            - every node needs database.url, database.user and database.password as they are set here
            - every node needs a copy of %s (mode 0600) in its data directory
            - storages in directories of this machine (FileSystemBackupStorage) need the same directory on every node
          """,
          rows, file, locked.keyFile());
      return 0;
    } catch (ConfigurationException e) {
      err.println("strongroom: " + e.getMessage());
      return 2;
    } catch (SQLException | RuntimeException e) {
      err.println("strongroom: nothing was moved: " + e.getMessage());
      return 1;
    }
  }
}
