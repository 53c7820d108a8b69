package org.strongroom.server.imagebackup.record;

import static org.strongroom.server.catalog.storage.RegisteredNodeTable.REGISTERED_NODE;

import java.util.Locale;
import java.util.Optional;
import org.jooq.Record;

/**
 * A backup node, as image backups see it.
 *
 * @param room bytes that can be promised on it, by what the catalog accounts for and by what its
 *     file system has free
 * @param usable whether it is Enabled and Connected
 */
public record BackupNode(
    String storageUuid,
    long number,
    String projectUuid,
    String displayName,
    String address,
    Optional<String> hostName,
    Optional<String> defaultBucket,
    long room,
    boolean usable) {
  public static BackupNode of(Record row) {
    return new BackupNode(
        row.get(REGISTERED_NODE.UUID),
        row.get(REGISTERED_NODE.NUMBER),
        row.get(REGISTERED_NODE.PROJECT_UUID),
        row.get(REGISTERED_NODE.DISPLAY_NAME),
        row.get(REGISTERED_NODE.ACCESS_IP),
        Optional.ofNullable(row.get(REGISTERED_NODE.HOST_NAME)),
        Optional.ofNullable(row.get(REGISTERED_NODE.COS_DEFAULT)),
        Math.min(
            row.get(REGISTERED_NODE.AVAILABLE_CAPACITY), row.get(REGISTERED_NODE.FREE_CAPACITY)),
        row.get(REGISTERED_NODE.STATE).equals("Enabled")
            && row.get(REGISTERED_NODE.STATUS).equals("Connected"));
  }

  /** Whether a caller who writes this means it. */
  boolean isCalled(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    return name.equals(Long.toString(number))
        || name.equals(address.toLowerCase(Locale.ROOT))
        || hostName.filter(host -> host.toLowerCase(Locale.ROOT).equals(name)).isPresent();
  }

  /** It in messages: its name and number. */
  public String label() {
    return "backup node '" + displayName + "' (" + number + ")";
  }
}
