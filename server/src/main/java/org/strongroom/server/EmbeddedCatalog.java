package org.strongroom.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.strongroom.server.configuration.ConfigurationException;

/**
 * The file of the embedded database, looked at before anything is written into it: over a damaged
 * one a server would lose what can still be saved, and over one that was emptied it would begin
 * anew, as if there had never been an image.
 */
record EmbeddedCatalog(Path file) {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedCatalog.class);
  private static final String URL = "jdbc:sqlite:";
  private static final Set<Integer> DAMAGE =
      Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);

  static EmbeddedCatalog of(String url) {
    return new EmbeddedCatalog(
        Path.of(url.substring(URL.length()).replaceFirst("^file:", "").replaceFirst("\\?.*", "")));
  }

  /**
   * Checks the pages of the database, which takes about a second for each 500 MB.
   *
   * @param keyFile which is there if a catalog was
   * @throws ConfigurationException if the file is damaged or empty; nothing was changed
   */
  void check(Path keyFile) {
    if (Files.notExists(file)) {
      if (Files.exists(keyFile)) {
        log.warn(
            "there is no catalog {}, but a key file: if the catalog was lost, stop the server and"
                + " put its backup there",
            file);
      }
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw refused("is no file");
    }
    if (size() > 0) {
      checkPages();
    } else if (Files.exists(keyFile)) {
      throw refused("is empty, although it was not");
    }
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void checkPages() {
    SQLiteConfig reading = new SQLiteConfig();
    reading.setReadOnly(true); // closing it would write what is in the log into a damaged file
    try (Connection connection = reading.createConnection(URL + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
      String found = result.next() ? result.getString(1) : "nothing";
      if (!"ok".equals(found)) {
        throw refused("is damaged (" + found.replaceAll("\\s+", " ").strip() + ")");
      }
    } catch (SQLException e) {
      if (isDamage(e)) {
        throw refused("is damaged (" + e.getMessage() + ")");
      }
      throw new ConfigurationException(
          "the catalog %s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  /** Or it belongs to another user, or another process has locked it. */
  private static boolean isDamage(SQLException e) {
    return e instanceof SQLiteException sqlite
        && DAMAGE.contains(sqlite.getResultCode().code & 0xff);
  }

  private ConfigurationException refused(String what) {
    return new ConfigurationException(
        "the catalog %s %s; nothing was changed. Put a backup of it in its place, without -wal and -shm files beside it. If there is none, move it away: a start without it makes an empty catalog, and images come back from their storages with importImages and takeOver"
            .formatted(file, what));
  }
}
