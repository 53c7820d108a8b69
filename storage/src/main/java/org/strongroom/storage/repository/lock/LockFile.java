package org.strongroom.storage.repository.lock;

import java.time.Instant;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.Json;
import org.strongroom.storage.repository.file.RepositoryException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a file in {@code locks/} says.
 *
 * @param exclusive whether nobody else may hold one beside it
 */
public record LockFile(
    Instant time, boolean exclusive, String hostname, String username, long pid) {
  /**
   * What the host name of our locks begins with. It must be no real host's: {@code restic unlock}
   * removes the lock of a process that it does not find on its own host, and processes in
   * containers are not found.
   */
  public static final String OURS = "strongroom-";

  private static final String DAMAGED = "damaged file ";

  /** Stands for one that cannot be read: it may be anybody's, and of any kind. */
  static LockFile damaged(ContentId file, Instant written) {
    return new LockFile(written, true, DAMAGED + "locks/" + file, "", 0);
  }

  /** Whether it stands for a file that cannot be read. */
  public boolean isDamaged() {
    return hostname.startsWith(DAMAGED) && username.isEmpty();
  }

  byte[] json() {
    ObjectNode json = Json.newObject();
    json.put("time", time.toString());
    json.put("exclusive", exclusive);
    json.put("hostname", hostname);
    json.put("username", username);
    json.put("pid", pid);
    return Json.bytes(json);
  }

  static LockFile parse(byte[] content) throws RepositoryException {
    ObjectNode json = Json.object(content, "a lock");
    return new LockFile(
        Json.time(json, "time"),
        json.path("exclusive").asBoolean(false),
        Json.text(json, "hostname"),
        Json.text(json, "username"),
        json.path("pid").asLong(0));
  }

  /** Whether a Strongroom server wrote it. */
  public boolean isOurs() {
    return hostname.startsWith(OURS);
  }

  /** Who holds it since when, as people are told. */
  public String describe() {
    if (isDamaged()) {
      return "a lock that cannot be read, %s, since %s".formatted(hostname, time);
    }
    return "%s lock of %s@%s, process %d, since %s"
        .formatted(exclusive ? "an exclusive" : "a", username, hostname, pid, time);
  }
}
