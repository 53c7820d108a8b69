package org.strongroom.server.move;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.configuration.ConfigurationException;

/**
 * Copies the catalog of a server that is stopped from its SQLite file into an empty PostgreSQL
 * database: in one transaction, so all of it or nothing, and counted again before it counts. The
 * file stays as it was.
 */
public final class CatalogMove {
  private final Path source;
  private final Configuration.DatabaseAccess target;
  private final Consumer<String> told;

  /**
   * A move that has not begun.
   *
   * @param source the SQLite file; nobody else may use it meanwhile
   * @param told hears one line now and then: how far it is
   */
  public CatalogMove(Path source, Configuration.DatabaseAccess target, Consumer<String> told) {
    this.source = source;
    this.target = target;
    this.told = told;
  }

  /**
   * Moves.
   *
   * @return how many rows were copied
   * @throws ConfigurationException if there is nothing to copy, or the target is not an empty
   *     PostgreSQL database
   * @throws SQLException if it failed; the target is as empty as before
   */
  public long run() throws SQLException {
    if (target.embedded()) {
      throw new ConfigurationException(
          "database.url has to name the PostgreSQL database that the catalog is to move to");
    }
    if (!Files.isRegularFile(source)) {
      throw new ConfigurationException("there is no catalog at " + source);
    }
    Path copy = source.resolveSibling(source.getFileName() + ".moving");
    try {
      snapshot(copy);
      try (Connection to = connect()) {
        TargetTables.requireEmpty(to);
        Database.open(target.url(), target.user(), target.password()).close(); // makes the tables
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
          return copy(from, to);
        }
      }
    } finally {
      delete(copy);
    }
  }

  /** Of one moment, and with the tables of this version. */
  private void snapshot(Path copy) throws SQLException {
    delete(copy);
    told.accept("reading " + source);
    try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + source);
        Statement statement = from.createStatement()) {
      statement.execute("VACUUM INTO '%s'".formatted(copy.toString().replace("'", "''")));
    }
    Database.open("jdbc:sqlite:" + copy, Optional.empty(), Optional.empty()).close();
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    target.user().ifPresent(user -> properties.setProperty("user", user));
    target.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("reWriteBatchedInserts", "true");
    return DriverManager.getConnection(target.url(), properties);
  }

  private long copy(Connection from, Connection to) throws SQLException {
    to.setAutoCommit(false);
    try {
      List<TargetTable> tables = TargetTables.lockEmpty(to);
      long rows = 0;
      for (TargetTable table : tables) {
        rows += new TableCopy(table, from, to, told).run();
      }
      settle(to);
      told.accept("counting again");
      for (TargetTable table : tables) {
        TableCopy.compare(table, from, to);
      }
      analyze(to);
      to.commit();
      return rows;
    } catch (SQLException | RuntimeException e) {
      to.rollback();
      throw e;
    }
  }

  /** No node runs: what nodes left of themselves is nobody's, and jobs may be taken up at once. */
  private static void settle(Connection to) throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute("UPDATE job SET lease = 0 WHERE lease IS NOT NULL");
    }
  }

  /** The first queries need not wait until the database looks at its tables by itself. */
  private static void analyze(Connection to) throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute("ANALYZE");
    }
  }

  private static void delete(Path copy) {
    try {
      for (String end : List.of("", "-wal", "-shm", "-journal")) {
        Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + end));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(Locale.ROOT, "cannot remove the working copy %s", copy), e);
    }
  }
}
