package org.strongroom.server.backupstorage.record;

/** What the command channel to a storage says (Status). */
public enum StorageStatus {
  /** The channel is being set up; no operation on the bytes. */
  CONNECTING("Connecting"),
  CONNECTED("Connected"),
  /** The channel is lost; no operation on the bytes. */
  DISCONNECTED("Disconnected");

  private final String text;

  StorageStatus(String text) {
    this.text = text;
  }

  /** The name that callers see. */
  public String text() {
    return text;
  }

  public static StorageStatus of(String text) {
    for (StorageStatus status : values()) {
      if (status.text.equals(text)) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status of a backup storage: " + text);
  }
}
