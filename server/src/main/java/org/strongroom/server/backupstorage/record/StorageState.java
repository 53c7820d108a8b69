package org.strongroom.server.backupstorage.record;

import org.jspecify.annotations.Nullable;

/** What the administrator wants of a storage. */
public enum StorageState {
  ENABLED("Enabled"),
  /** In maintenance: it is read, and takes no byte. */
  READ_ONLY("ReadOnly"),
  /** In maintenance: it is read, and running work may end. */
  DRAINING("Draining"),
  /** No registering, backing up and downloading; deleting goes on. */
  DISABLED("Disabled");

  private final String text;

  StorageState(String text) {
    this.text = text;
  }

  /** The name in events and messages. */
  public String text() {
    return text;
  }

  /** Of the two states that clients know: those of maintenance are Disabled. */
  public String wireText() {
    return this == ENABLED ? text : DISABLED.text;
  }

  /** Which maintenance it is; null without. */
  public @Nullable String maintenance() {
    return this == READ_ONLY || this == DRAINING ? text : null;
  }

  static StorageState of(String state, @Nullable String maintenance) {
    if (state.equals(ENABLED.text)) {
      return ENABLED;
    }
    for (StorageState kind : values()) {
      if (kind.text.equals(maintenance)) {
        return kind;
      }
    }
    return DISABLED;
  }
}
