package org.strongroom.cli.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object in a file that only the user can read. Two commands at once do not lose each
 * other's changes: they are made under a lock and moved into place whole.
 */
final class PrivateJson {
  private final Path directory;
  private final String name;

  /**
   * @param directory made when something is kept for the first time
   * @param name of the file, without its ending
   */
  PrivateJson(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /** What is kept; empty if there is no file yet, or one that a hand has spoilt. */
  ObjectNode read() {
    try {
      if (JsonMapper.shared().readTree(Files.readString(file())) instanceof ObjectNode kept) {
        return kept;
      }
    } catch (IOException | JacksonException e) {
      // as if nothing had been kept
    }
    return JsonMapper.shared().createObjectNode();
  }

  void change(Consumer<ObjectNode> change) {
    try {
      PrivateFiles.directory(directory);
      Path lock = PrivateFiles.file(directory.resolve(name + ".lock"));
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          var held = channel.lock()) {
        ObjectNode kept = read();
        change.accept(kept);
        Path written =
            Files.createTempFile(
                directory,
                name,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(written, JsonMapper.shared().writeValueAsBytes(kept));
        Files.move(
            written, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the %s in %s".formatted(name, directory), e);
    }
  }

  private Path file() {
    return directory.resolve(name + ".json");
  }
}
