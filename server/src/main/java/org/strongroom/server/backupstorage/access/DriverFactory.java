package org.strongroom.server.backupstorage.access;

import org.strongroom.storage.driver.StorageDriver;

/** Makes the drivers of storages. Making one does not connect. */
@FunctionalInterface
public interface DriverFactory {
  StorageDriver make(StorageAccess access);
}
