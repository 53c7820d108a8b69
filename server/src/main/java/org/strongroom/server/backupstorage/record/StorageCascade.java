package org.strongroom.server.backupstorage.record;

import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;

/**
 * What goes when a storage is deleted: implemented by the services that keep copies on storages.
 */
public interface StorageCascade {

  /**
   * Takes copies off the storage that is being deleted: their rows go, their files become {@link
   * Garbage}, and a resource whose only copy it was goes as well. Called again, each time in a
   * transaction of its own, until it finds nothing; then once more, without limit, in the
   * transaction in which the storage's row goes.
   *
   * @param atMost copies to take in this transaction
   * @return copies taken
   */
  int removeCopies(StorageRow storage, int atMost, Call call, Transaction transaction);

  /**
   * As {@link #removeCopies}, but the files stay where they are, for whoever adds the directory
   * again.
   */
  int forgetCopies(StorageRow storage, int atMost, Call call, Transaction transaction);
}
