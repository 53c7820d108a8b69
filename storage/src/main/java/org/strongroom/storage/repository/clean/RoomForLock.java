package org.strongroom.storage.repository.clean;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.repository.lock.HeldLock;
import org.strongroom.storage.repository.lock.LockWaiting;
import org.strongroom.storage.repository.work.RepositoryParts;

/**
 * A storage so full that not even a lock can be written: packs whose grace is over go without one
 * then. That is safe while nobody holds a lock, for nobody can take one before there is room.
 */
final class RoomForLock {
  /** Clocks of this machine and of the storage may be so far apart. */
  private static final Duration CLOCKS_APART = Duration.ofHours(1);

  private final RepositoryParts parts;
  private final CondemnedPacks condemned;

  RoomForLock(RepositoryParts parts, CondemnedPacks condemned) {
    this.parts = parts;
    this.condemned = condemned;
  }

  /** A lock, and what went for it. */
  record Taken(HeldLock lock, CondemnedPacks.Deleted deleted) {}

  /**
   * Takes a shared lock, and makes room for it if there is none.
   *
   * @throws StorageException NO_SPACE if none could be made
   */
  Taken take(Duration grace, LockWaiting waiting) throws IOException {
    try {
      return new Taken(parts.locks().take(false, waiting), new CondemnedPacks.Deleted(0, 0));
    } catch (StorageException e) {
      if (e.reason() != Reason.NO_SPACE || !parts.locks().list().isEmpty()) {
        throw e;
      }
      Instant now = parts.options().clock().instant().minus(CLOCKS_APART);
      CondemnedPacks.Deleted deleted = condemned.deleteOld(now, grace);
      if (deleted.packs() == 0) {
        throw e;
      }
      return new Taken(parts.locks().take(false, waiting), deleted);
    }
  }
}
