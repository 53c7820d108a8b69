package org.strongroom.server.backupstorage;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.backupstorage.ChangeBackupStorageState;
import org.strongroom.api.backupstorage.DrainBackupStorage;
import org.strongroom.api.backupstorage.GetBackupStorageDrain;
import org.strongroom.api.backupstorage.SetBackupStorageReadOnly;
import org.strongroom.api.backupstorage.UpdateBackupStorage;
import org.strongroom.api.backupstorage.UpdateFileSystemBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.health.RunningJobs;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.record.StorageType;
import org.strongroom.server.backupstorage.record.TypeCheck;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;

/** Changes of what a storage is called and of its state: no connection is needed for them. */
public final class StorageChanges {
  private final StorageParts parts;

  public StorageChanges(StorageParts parts) {
    this.parts = parts;
  }

  void register(OperationRegistry operations) {
    operations.change(UpdateBackupStorage.class, this::update);
    operations.change(UpdateFileSystemBackupStorage.class, this::updateFileSystem);
    operations.change(ChangeBackupStorageState.class, this::changeState);
    operations.change(
        SetBackupStorageReadOnly.class,
        (request, call, transaction) ->
            changeState(request.uuid(), StorageState.READ_ONLY, call, transaction));
    operations.change(
        DrainBackupStorage.class,
        (request, call, transaction) ->
            changeState(request.uuid(), StorageState.DRAINING, call, transaction));
    operations.answer(GetBackupStorageDrain.class, new DrainProgress(parts.database())::answer);
  }

  private InventoryReply<BackupStorageInventory> update(
      UpdateBackupStorage request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    rename(storage, request.name(), request.description(), transaction);
    return parts.reply(storage.uuid(), transaction);
  }

  private InventoryReply<BackupStorageInventory> updateFileSystem(
      UpdateFileSystemBackupStorage request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    TypeCheck.require(storage, StorageType.FILE_SYSTEM, UpdateFileSystemBackupStorage.class);
    rename(storage, request.name(), request.description(), transaction);
    return parts.reply(storage.uuid(), transaction);
  }

  /** Writes the name and the description, as far as they are given. */
  public void rename(
      StorageRow storage,
      @Nullable String name,
      @Nullable String description,
      Transaction transaction) {
    checkName(name);
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.NAME, Optional.ofNullable(name).orElse(storage.name()))
        .set(BACKUP_STORAGE.DESCRIPTION, description == null ? storage.description() : description)
        .set(BACKUP_STORAGE.UPDATED, parts.clock().millis())
        .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
        .execute();
  }

  /**
   * @throws ApiException SYS.1007 for a name without any character
   */
  public static void checkName(@Nullable String name) {
    if (name != null && name.isBlank()) {
      throw ApiException.invalid("a name has from 1 to 255 characters");
    }
  }

  private InventoryReply<BackupStorageInventory> changeState(
      ChangeBackupStorageState request, Call call, Transaction transaction) {
    StorageState to =
        request.stateEvent().equals("enable") ? StorageState.ENABLED : StorageState.DISABLED;
    return changeState(request.uuid(), to, call, transaction);
  }

  private InventoryReply<BackupStorageInventory> changeState(
      String storageUuid, StorageState to, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(storageUuid, transaction);
    boolean deleting =
        transaction
            .sql()
            .fetchExists(
                BACKUP_STORAGE, BACKUP_STORAGE.UUID.eq(storage.uuid()), RunningJobs.deleting());
    if (deleting && to != StorageState.DISABLED) {
      throw ApiException.busy(storage.label() + " is being deleted");
    }
    setState(storage, to, null, call, transaction);
    return parts.reply(storageUuid, transaction);
  }

  /** Sets the state; setting the one that it has is silent. */
  void setState(
      StorageRow storage,
      StorageState to,
      @Nullable String reason,
      Call call,
      Transaction transaction) {
    if (storage.state() == to) {
      return;
    }
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.STATE, to.wireText())
        .set(BACKUP_STORAGE.MAINTENANCE, to.maintenance())
        .set(BACKUP_STORAGE.UPDATED, parts.clock().millis())
        .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
        .execute();
    parts
        .events()
        .write(
            new Event(
                ResourceType.BACKUP_STORAGE,
                storage.uuid(),
                storage.name(),
                "StateChanged",
                storage.state().text(),
                to.text(),
                reason),
            call,
            transaction);
  }
}
