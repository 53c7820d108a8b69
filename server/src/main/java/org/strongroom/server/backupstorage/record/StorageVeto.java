package org.strongroom.server.backupstorage.record;

import org.strongroom.server.catalog.Transaction;

/** Somebody with rules of its own for some storages, who may forbid what is done to them here. */
public interface StorageVeto {
  /**
   * Asked before a storage is deleted, in both modes.
   *
   * @throws org.strongroom.api.ApiException that says why not, and what to do instead
   */
  default void deletion(StorageRow storage, Transaction transaction) {}

  /**
   * Asked before a storage gets another address or log-in.
   *
   * @throws org.strongroom.api.ApiException that says why not, and what to do instead
   */
  default void access(StorageRow storage, Transaction transaction) {}

  /**
   * Asked in the transaction that pins another host key.
   *
   * @param hostKey algorithm and Base64
   * @throws org.strongroom.api.ApiException that says why not, and what to do instead
   */
  default void hostKey(StorageRow storage, String hostKey, Transaction transaction) {}
}
