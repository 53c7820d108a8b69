package org.strongroom.server.backupstorage;

import org.strongroom.server.catalog.Transaction;

/** Somebody who may know that a storage must not be deleted. */
@FunctionalInterface
public interface DeletionVeto {
  /**
   * Asked before anything is done, in both modes.
   *
   * @throws org.strongroom.api.ApiException SYS.1006 that says why not, and what to do instead
   */
  void check(StorageRow storage, Transaction transaction);
}
