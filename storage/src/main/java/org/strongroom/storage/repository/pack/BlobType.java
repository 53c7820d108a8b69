package org.strongroom.storage.repository.pack;

import java.util.Optional;

/** What a blob holds. A pack has blobs of one type. */
public enum BlobType {
  /** Bytes of a file. */
  DATA("data", 64 << 20),
  /** A list of files. */
  TREE("tree", 160 << 20);

  private final String word;
  private final int mostBytes;

  BlobType(String word, int mostBytes) {
    this.word = word;
    this.mostBytes = mostBytes;
  }

  /** The name in index files. */
  public String word() {
    return word;
  }

  /** Plain bytes beyond which a blob is taken for a hostile one; restic's data end at 8 MiB. */
  public int mostBytes() {
    return mostBytes;
  }

  /** The type that an index file names. */
  public static Optional<BlobType> of(String word) {
    for (BlobType type : values()) {
      if (type.word.equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
