package org.strongroom.e2e.bed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strongroom.server.secret.Argon2id;
import org.strongroom.testing.TestDirectory;

/**
 * What a server's first start leaves behind, made once for many: the catalog's tables and the
 * administrator, whose password is kept by the least of work. A hash names its cost, and the server
 * compares at that. First starts and log-ins were a third of what servers of tests cost.
 */
public final class FirstCatalog {
  private static final List<String> FILES = List.of("strongroom.db", "key.json");
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Argon2id LEAST = new Argon2id(8, 1);

  private static Path data;

  private FirstCatalog() {}

  /** Gives a server that is to start here a past. */
  public static void copyTo(Path directory) {
    Path from = made();
    try {
      Path to = Files.createDirectories(directory.resolve("data"), OWNERS);
      for (String file : FILES) {
        Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static synchronized Path made() {
    if (data == null) {
      try {
        Path directory = TestDirectory.temporary("first-catalog-");
        new ServerProcess(directory, Map.of()).close();
        keepCheaply(directory.resolve("data/strongroom.db"));
        data = directory.resolve("data");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
    return data;
  }

  private static void keepCheaply(Path catalog) throws SQLException {
    String hash = LEAST.hash(ZStackClient.sha512(ServerProcess.PASSWORD));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        PreparedStatement statement =
            connection.prepareStatement("UPDATE account SET password = ? WHERE name = 'admin'")) {
      statement.setString(1, hash);
      statement.executeUpdate();
    }
  }
}
