package org.strongroom.server.backupstorage;

import org.jooq.DSLContext;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Shows storages as callers see them. */
@FunctionalInterface
public interface StorageInventories {
  BackupStorageInventory show(String storageUuid, DSLContext sql);
}
