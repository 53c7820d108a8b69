package org.strongroom.storage.repository.file;

/** The kinds of files in a repository; those of one kind lie in a directory. */
public enum FileKind {
  KEY("keys", 1 << 20),
  PACK("data", Integer.MAX_VALUE),
  INDEX("index", 128 << 20),
  SNAPSHOT("snapshots", 16 << 20),
  LOCK("locks", 1 << 20),
  /** Lists of packs that are to be deleted after a day; restic does not look into the directory. */
  CONDEMNED("strongroom", 128 << 20);

  private final String directory;
  private final int mostBytes;

  FileKind(String directory, int mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
  }

  /** The name of the directory below the repository's. */
  public String directory() {
    return directory;
  }

  /** Bytes beyond which a file of this kind is taken for a hostile one. */
  public int mostBytes() {
    return mostBytes;
  }
}
