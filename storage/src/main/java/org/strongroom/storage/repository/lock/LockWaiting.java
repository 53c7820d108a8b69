package org.strongroom.storage.repository.lock;

import java.io.IOException;
import org.strongroom.storage.repository.file.RepositoryException;

/** What is done while somebody else holds a lock. */
public interface LockWaiting {
  /** Does not wait. */
  LockWaiting NONE =
      holder -> {
        throw new RepositoryException(
            RepositoryException.Reason.LOCKED, "somebody else holds " + holder);
      };

  /**
   * Told before each pause of the waiting; what it throws ends it.
   *
   * @param holder the lock, and who holds it since when
   */
  void waitsFor(String holder) throws IOException;
}
