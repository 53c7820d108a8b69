package org.strongroom.server.backupstorage;

import java.time.InstantSource;
import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.access.DriverFactory;
import org.strongroom.server.backupstorage.access.Neighbours;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.health.StatusChanges;
import org.strongroom.server.backupstorage.health.StorageConnector;
import org.strongroom.server.backupstorage.marker.DirectoryClaim;
import org.strongroom.server.backupstorage.record.ImageImport;
import org.strongroom.server.backupstorage.record.StorageCascade;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.query.Queries;
import org.strongroom.server.tag.TagService;

/** What the jobs on storages work with. */
public record StorageParts(
    Database database,
    StorageAccesses accesses,
    DriverFactory factory,
    StorageDrivers drivers,
    StorageConnector connector,
    StatusChanges status,
    StorageAddition addition,
    DirectoryClaim claim,
    Neighbours neighbours,
    EventLog events,
    Queries queries,
    TagService tags,
    ImageImport imageImport,
    List<StorageCascade> cascades,
    InstantSource clock) {

  /** The storage as callers see it. */
  InventoryReply<BackupStorageInventory> reply(String storageUuid, Transaction transaction) {
    return new InventoryReply<>(
        queries
            .byUuid(transaction.sql(), BackupStorageInventory.class, storageUuid)
            .orElseThrow(() -> ApiException.notFound(ResourceType.BACKUP_STORAGE, storageUuid)));
  }

  /** Forgets all copies on a storage within one transaction; their files stay. */
  void forgetCopies(StorageRow storage, Call call, Transaction transaction) {
    cascades.forEach(
        cascade -> cascade.forgetCopies(storage, Integer.MAX_VALUE, call, transaction));
  }

  /** Takes all copies off a storage within one transaction. */
  void removeCopies(StorageRow storage, Call call, Transaction transaction) {
    cascades.forEach(
        cascade -> cascade.removeCopies(storage, Integer.MAX_VALUE, call, transaction));
  }
}
