package org.strongroom.server.backupstorage.upkeep;

import org.strongroom.storage.driver.StorageException;

/**
 * What a service does when a storage is looked through: it takes in what the catalog lacks, unless
 * the look is a dry run, and reports what is not as it should be.
 */
public interface StorageRescan {

  /**
   * Looks at what the service keeps on the storage. May run again after a crash in its middle.
   *
   * @throws StorageException if the storage cannot be read; what was taken in before stays
   */
  void run(Rescan rescan) throws StorageException;
}
