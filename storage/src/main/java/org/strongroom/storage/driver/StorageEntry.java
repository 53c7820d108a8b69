package org.strongroom.storage.driver;

import java.time.Instant;

/**
 * What stands at a path.
 *
 * @param size length in bytes, of a file; else 0
 * @param modified when it was last changed, to the second
 */
public record StorageEntry(StoragePath path, Kind kind, long size, Instant modified) {
  /** The kinds that matter here. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    OTHER
  }
}
