package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;

import org.jooq.Condition;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.backupstorage.AttachBackupStorageToZone;
import org.strongroom.api.backupstorage.DetachBackupStorageFromZone;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;

/** Which storages are attached to which zones (Attach Zone, Detach Zone). */
final class ZoneLinks {
  private final StorageParts parts;

  ZoneLinks(StorageParts parts) {
    this.parts = parts;
  }

  void register(OperationRegistry operations) {
    operations.change(AttachBackupStorageToZone.class, this::attach);
    operations.change(DetachBackupStorageFromZone.class, this::detach);
  }

  private InventoryReply<BackupStorageInventory> attach(
      AttachBackupStorageToZone request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.backupStorageUuid(), transaction);
    if (transaction.sql().fetchExists(BACKUP_STORAGE_ZONE, link(storage, request.zoneUuid()))) {
      throw ApiException.busy(
          "%s is already attached to the zone %s".formatted(storage.label(), request.zoneUuid()));
    }
    attach(storage, request.zoneUuid(), call, transaction);
    return parts.reply(storage.uuid(), transaction);
  }

  void attach(StorageRow storage, String zoneUuid, Call call, Transaction transaction) {
    transaction
        .sql()
        .insertInto(BACKUP_STORAGE_ZONE)
        .set(BACKUP_STORAGE_ZONE.BACKUP_STORAGE_UUID, storage.uuid())
        .set(BACKUP_STORAGE_ZONE.ZONE_UUID, zoneUuid)
        .set(BACKUP_STORAGE_ZONE.CREATED, parts.clock().millis())
        .execute();
    parts.events().write(event(storage, "AttachedToZone", null, zoneUuid), call, transaction);
  }

  private InventoryReply<BackupStorageInventory> detach(
      DetachBackupStorageFromZone request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.backupStorageUuid(), transaction);
    int links =
        transaction
            .sql()
            .deleteFrom(BACKUP_STORAGE_ZONE)
            .where(link(storage, request.zoneUuid()))
            .execute();
    if (links == 0) {
      throw ApiException.refused(
          "%s is not attached to the zone %s".formatted(storage.label(), request.zoneUuid()));
    }
    parts
        .events()
        .write(event(storage, "DetachedFromZone", request.zoneUuid(), null), call, transaction);
    return parts.reply(storage.uuid(), transaction);
  }

  private static Event event(
      StorageRow storage,
      String what,
      @org.jspecify.annotations.Nullable String from,
      @org.jspecify.annotations.Nullable String to) {
    return new Event(
        ResourceType.BACKUP_STORAGE, storage.uuid(), storage.name(), what, from, to, null);
  }

  private static Condition link(StorageRow storage, String zoneUuid) {
    return BACKUP_STORAGE_ZONE
        .BACKUP_STORAGE_UUID
        .eq(storage.uuid())
        .and(BACKUP_STORAGE_ZONE.ZONE_UUID.eq(zoneUuid));
  }
}
