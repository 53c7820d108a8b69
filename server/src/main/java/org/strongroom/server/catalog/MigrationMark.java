package org.strongroom.server.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrations that this program has, as one number. A catalog keeps it once all of them were
 * applied, so that a start need not look at each, which takes longer than all else that it does.
 */
final class MigrationMark {
  private static final Logger log = LoggerFactory.getLogger(MigrationMark.class);

  /** Where a kind of database keeps a number that goes along when it is copied or dumped. */
  enum Place {
    /** In the head of the file. */
    SQLITE("PRAGMA user_version", "PRAGMA user_version = %d"),
    /** In what is said of the table of the migrations that were applied. */
    POSTGRESQL(
        "SELECT obj_description(to_regclass('flyway_schema_history'), 'pg_class')",
        "COMMENT ON TABLE flyway_schema_history IS '%d'");

    private final String read;
    private final String write;

    Place(String read, String write) {
      this.read = read;
      this.write = write;
    }
  }

  private final Place place;
  private final int number;

  private MigrationMark(Place place, int number) {
    this.place = place;
    this.number = number;
  }

  /** Of the migrations in these directories of the class path. */
  static MigrationMark of(Place place, String... locations) {
    CRC32 sum = new CRC32();
    try {
      for (String location : locations) {
        for (URL found : Collections.list(loader().getResources(location))) {
          files(found)
              .forEach((name, bytes) -> {
                sum.update(name.getBytes(UTF_8));
                sum.update(bytes);
              });
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the program's migrations cannot be read", e);
    }
    int number = (int) sum.getValue();
    return new MigrationMark(
        place, number == 0 ? 1 : number); // 0 is what a catalog has that was never marked
  }

  private static ClassLoader loader() {
    return MigrationMark.class.getClassLoader();
  }

  private static SortedMap<String, byte[]> files(URL directory) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (directory.openConnection() instanceof JarURLConnection connection) {
      JarFile jar = connection.getJarFile();
      String prefix = connection.getEntryName() + "/";
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
          try (InputStream bytes = jar.getInputStream(entry)) {
            files.put(entry.getName().substring(prefix.length()), bytes.readAllBytes());
          }
        }
      }
      return files;
    }
    try (Stream<Path> listed = Files.list(Path.of(uri(directory)))) {
      for (Path file : listed.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static URI uri(URL directory) {
    try {
      return directory.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether all of them, and no others, were applied to this catalog last. */
  boolean isOn(DataSource catalog) {
    try (Connection connection = catalog.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(place.read)) {
      return row.next() && row.getInt(1) == number;
    } catch (SQLException e) {
      return false; // whatever is wrong with it, the migration tells
    }
  }

  /** Notes that they are applied. Where nothing can be written, the next start looks again. */
  void put(DataSource catalog) {
    try (Connection connection = catalog.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(place.write.formatted(number));
    } catch (SQLException e) {
      log.debug("the catalog could not be marked as migrated", e);
    }
  }
}
