package org.strongroom.cli.session;

import java.nio.file.Path;
import java.util.Optional;

/** The sessions of this user, one for each server and context, in one file of their own. */
public final class SessionFile {
  private final PrivateJson file;

  /**
   * @param directory the tool's configuration directory; made when the first session is kept
   */
  public SessionFile(Path directory) {
    file = new PrivateJson(directory, "sessions");
  }

  /**
   * The session kept.
   *
   * @param server what it is for: the server's address, with the context before it, if one is used
   */
  public Optional<String> session(String server) {
    return Optional.of(file.read().path(server).asString("")).filter(uuid -> !uuid.isEmpty());
  }

  /** Keeps a session instead of an earlier one for the same server. */
  public void keep(String server, String uuid) {
    file.change(sessions -> sessions.put(server, uuid));
  }

  /** Forgets the session for this server. */
  public void forget(String server) {
    if (session(server).isPresent()) {
      file.change(sessions -> sessions.remove(server));
    }
  }
}
