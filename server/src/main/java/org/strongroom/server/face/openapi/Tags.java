package org.strongroom.server.face.openapi;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tags of the document: what its operations are about. */
final class Tags {
  private static final Map<String, String> TEXTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("account", "Accounts and their sessions."),
              Map.entry("audit", "Who changed what."),
              Map.entry("backupnode", "SFTP backup storages that PowerVC's clients know."),
              Map.entry("backupstorage", "Places that keep images and backups."),
              Map.entry("bucket", "Buckets that PowerVC's clients know."),
              Map.entry("capacity", "How full places are, were and will be."),
              Map.entry("config", "Settings that are changed while the server runs."),
              Map.entry("event", "What happened."),
              Map.entry(IdentityCalls.TAG, "OpenStack's Identity API v3, at the server's root."),
              Map.entry("image", "Images, their copies and their bytes."),
              Map.entry("imagebackup", "Images packed as OVA."),
              Map.entry("job", "Calls that are not answered at once."),
              Map.entry("managementnode", "The servers that run together."),
              Map.entry("notification", "Who is told of what needs a hand."),
              Map.entry("objectstore", "Backup storages in object stores."),
              Map.entry("project", "Projects, and the roles of accounts in them."),
              Map.entry("repository", "What keeps the backups of volumes."),
              Map.entry("schedule", "When backups, verifications and clean-ups begin."),
              Map.entry("snapshot", "Volumes as they were, and their backups."),
              Map.entry("tag", "Tags on resources."),
              Map.entry("volume", "Disks that are backed up."),
              Map.entry("zone", "Where a cloud's resources live.")));

  private Tags() {}

  /** All that operations have, in alphabetical order. */
  static List<Object> of(Map<String, Object> paths) {
    Set<String> names = new TreeSet<>();
    for (Object item : paths.values()) {
      for (Object operation : ((Map<?, ?>) item).values()) {
        if (operation instanceof Map<?, ?> declared) {
          ((List<?>) Objects.requireNonNull(declared.get("tags")))
              .forEach(tag -> names.add((String) tag));
        }
      }
    }
    return names.stream().map(Tags::tag).toList();
  }

  private static Object tag(String name) {
    Json tag = Json.object().with("name", name);
    return TEXTS.containsKey(name) ? tag.with("description", TEXTS.get(name)).map() : tag.map();
  }
}
