package org.strongroom.server.backupstorage;

/** What the administrator wants of a storage. */
public enum StorageState {
  ENABLED("Enabled"),
  /** No registering, backing up and downloading; deleting goes on. */
  DISABLED("Disabled");

  private final String text;

  StorageState(String text) {
    this.text = text;
  }

  /** The name that callers see. */
  public String text() {
    return text;
  }

  static StorageState of(String text) {
    return text.equals(ENABLED.text) ? ENABLED : DISABLED;
  }
}
