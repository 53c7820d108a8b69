package org.strongroom.storage.repository;

import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** Ends works whose thread is interrupted. */
final class Interrupts {
  private Interrupts() {}

  /** Leaves the interrupt for whoever called. */
  static void check() throws StorageException {
    if (Thread.currentThread().isInterrupted()) {
      throw new StorageException(Reason.FAILED, "interrupted");
    }
  }
}
