package org.strongroom.server.backupstorage.record;

import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/** Brings back the images that lie on a storage which is being added. */
@FunctionalInterface
public interface ImageImport {
  /**
   * Reads the manifests on the storage and writes images, copies and their sizes, in transactions
   * of its own. May run again after a crash. If the storage cannot be added after all, what it
   * wrote is removed through {@link StorageCascade}, and the files stay.
   *
   * @throws StorageException if the storage cannot be read; the storage is not added then
   */
  void run(StorageRow storage, StorageDriver driver, Job job) throws StorageException;
}
