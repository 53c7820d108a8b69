package org.strongroom.storage.driver.filesystem;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The lanes of one directory. All drivers of the directory share them, so that trying again and
 * again to add a storage on a mount that hangs does not leave more threads behind each time.
 */
final class LocalLanes {
  private static final int CALLS = 8;
  private static final int TRANSFERS = 16;
  private static final int HOST_FILES = 8;
  private static final Map<Path, LocalLanes> SHARED = new HashMap<>();

  private final Lane life;
  private final Lane calls;
  private final Lane bulk;
  private final Lane hostFiles;
  private int users;

  private LocalLanes(Path root) {
    life = new Lane("life " + root, 1, null);
    calls = new Lane("files " + root, CALLS, life);
    bulk = new Lane("bytes " + root, TRANSFERS, life);
    hostFiles = new Lane("host files " + root, HOST_FILES, null);
  }

  static LocalLanes of(Path root) {
    synchronized (SHARED) {
      SHARED.values().removeIf(LocalLanes::isUnused);
      LocalLanes lanes = SHARED.computeIfAbsent(root, LocalLanes::new);
      lanes.users++;
      return lanes;
    }
  }

  /** To be called once by each user. */
  void release() {
    synchronized (SHARED) {
      users--;
      SHARED.values().removeIf(LocalLanes::isUnused);
    }
  }

  private boolean isUnused() {
    return users == 0 && life.hung() + calls.hung() + bulk.hung() + hostFiles.hung() == 0;
  }

  /** Signs of life, one at a time: while one hangs, the whole storage does not answer. */
  Lane life() {
    return life;
  }

  /** Short calls. */
  Lane calls() {
    return calls;
  }

  /** Bytes. */
  Lane bulk() {
    return bulk;
  }

  /** Files of this machine outside of the storage, which may lie on another mount. */
  Lane hostFiles() {
    return hostFiles;
  }
}
