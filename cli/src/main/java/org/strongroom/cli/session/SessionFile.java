package org.strongroom.cli.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sessions of this user, one for each server, in one file that only the user can read. Two
 * commands at once do not lose each other's: changes are made under a lock and moved into place
 * whole.
 */
public final class SessionFile {
  private final Path directory;

  /**
   * @param directory the tool's configuration directory; made when the first session is kept
   */
  public SessionFile(Path directory) {
    this.directory = directory;
  }

  /** The session kept for the server with this address. */
  public Optional<String> session(String server) {
    return Optional.of(read().path(server).asString("")).filter(uuid -> !uuid.isEmpty());
  }

  /** Keeps a session instead of an earlier one for the same server. */
  public void keep(String server, String uuid) {
    change(sessions -> sessions.put(server, uuid));
  }

  /** Forgets the session for this server. */
  public void forget(String server) {
    if (session(server).isPresent()) {
      change(sessions -> sessions.remove(server));
    }
  }

  private ObjectNode read() {
    try {
      if (JsonMapper.shared().readTree(Files.readString(file())) instanceof ObjectNode sessions) {
        return sessions;
      }
    } catch (IOException | JacksonException e) {
      // No file yet, or one that a hand has spoilt: log in again.
    }
    return JsonMapper.shared().createObjectNode();
  }

  private void change(Consumer<ObjectNode> change) {
    try {
      PrivateFiles.directory(directory);
      Path lock = PrivateFiles.file(directory.resolve("sessions.lock"));
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          var held = channel.lock()) {
        ObjectNode sessions = read();
        change.accept(sessions);
        Path written =
            Files.createTempFile(
                directory,
                "sessions",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(written, JsonMapper.shared().writeValueAsBytes(sessions));
        Files.move(
            written, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the session in " + directory, e);
    }
  }

  private Path file() {
    return directory.resolve("sessions.json");
  }
}
