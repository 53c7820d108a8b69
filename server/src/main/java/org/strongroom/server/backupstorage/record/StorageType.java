package org.strongroom.server.backupstorage.record;

/** The types of backup storage. */
public enum StorageType {
  /** A Linux server, reached by SSH. */
  SFTP("SftpBackupStorage"),
  /** A directory or network mount of the management server. */
  FILE_SYSTEM("FileSystemBackupStorage"),
  /** A bucket of an S3-compatible object store, or a part of one. */
  S3("S3BackupStorage"),
  /** A container of OpenStack Swift, or a part of one. */
  SWIFT("SwiftBackupStorage");

  private final String text;

  StorageType(String text) {
    this.text = text;
  }

  /** The name that callers see. */
  public String text() {
    return text;
  }

  static StorageType of(String text) {
    for (StorageType type : values()) {
      if (type.text.equals(text)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no type of backup storage: " + text);
  }
}
