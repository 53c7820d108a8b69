package org.strongroom.storage.repository.work;

import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** Ends works whose thread is interrupted. */
public final class Interrupts {
  private Interrupts() {}

  /** Leaves the interrupt for whoever called. */
  public static void check() throws StorageException {
    if (Thread.currentThread().isInterrupted()) {
      throw new StorageException(Reason.FAILED, "interrupted");
    }
  }
}
