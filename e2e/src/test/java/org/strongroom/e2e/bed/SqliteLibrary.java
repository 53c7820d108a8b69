package org.strongroom.e2e.bed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.strongroom.testing.TestDirectory;

/**
 * SQLite's library as a file, as a package has it. Each start of a server would unpack it from its
 * jar and compare the two byte by byte, which is a fifth of what a start costs.
 */
final class SqliteLibrary {
  private static final Path DIRECTORY = unpack();

  private SqliteLibrary() {}

  /** Where it is. */
  static Path directory() {
    return DIRECTORY;
  }

  private static Path unpack() {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      Path directory = TestDirectory.temporary("sqlite-library-");
      Files.copy(library, directory.resolve(name));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
