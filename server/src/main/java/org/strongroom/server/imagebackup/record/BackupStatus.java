package org.strongroom.server.imagebackup.record;

/** Where an image backup is in its life. */
public enum BackupStatus {
  CREATING,
  EXPORTING,
  AVAILABLE,
  IMPORTING,
  UPLOADING,
  DOWNLOADING,
  DELETING,
  ERROR,
  ERROR_DELETING;

  /** The name that callers see. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  public static BackupStatus of(String text) {
    return valueOf(text.toUpperCase(java.util.Locale.ROOT));
  }

  /** Whether no task is at work on it. */
  public boolean settled() {
    return this == AVAILABLE || this == ERROR || this == ERROR_DELETING;
  }
}
