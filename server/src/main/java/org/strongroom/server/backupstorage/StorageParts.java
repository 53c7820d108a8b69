package org.strongroom.server.backupstorage;

import java.util.List;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;

/** What the jobs on storages work with. */
record StorageParts(
    Database database,
    StorageAccesses accesses,
    DriverFactory factory,
    StorageDrivers drivers,
    StorageConnector connector,
    StatusChanges status,
    StorageAddition addition,
    DirectoryClaim claim,
    Neighbours neighbours,
    StorageInventories inventories,
    NewResourceTags tags,
    ImageImport imageImport,
    List<StorageCascade> cascades) {

  /** Takes all copies off a storage within one transaction. */
  void removeCopies(StorageRow storage, Call call, Transaction transaction) {
    cascades.forEach(
        cascade -> cascade.removeCopies(storage, Integer.MAX_VALUE, call, transaction));
  }
}
