package org.strongroom.server.backupstorage.record;

import org.strongroom.api.ApiException;
import org.strongroom.server.catalog.Transaction;

/** Which storages can be used for what (State, Status). */
public final class StorageRules {

  /**
   * The storage, if its state and status allow the purpose. It is not deleted before the
   * transaction has ended.
   *
   * @throws ApiException SYS.1003 for an unknown storage; SYS.1006 that says what is in the way
   */
  public StorageRow require(String storageUuid, Purpose purpose, Transaction transaction) {
    StorageRow storage = StorageRows.hold(storageUuid, transaction);
    check(storage, purpose);
    return storage;
  }

  /**
   * The same for a storage that was just read.
   *
   * @throws ApiException SYS.1006 that says what is in the way
   */
  public void check(StorageRow storage, Purpose purpose) {
    if (storage.status() != StorageStatus.CONNECTED) {
      String reason = storage.statusReason() == null ? "" : ": " + storage.statusReason();
      throw ApiException.away(
          "%s is %s, not Connected%s".formatted(storage.label(), storage.status().text(), reason));
    }
    if (!allows(storage.state(), purpose)) {
      throw ApiException.refused(
          "%s is %s; ChangeBackupStorageState stateEvent=enable makes it usable again"
              .formatted(storage.label(), storage.state().text()));
    }
  }

  private static boolean allows(StorageState state, Purpose purpose) {
    return switch (purpose) {
      case TRANSFER -> state == StorageState.ENABLED;
      case GO_ON -> state == StorageState.ENABLED || state == StorageState.DRAINING;
      case READ -> state != StorageState.DISABLED;
      case INSPECT, DELETE_BYTES -> true;
    };
  }
}
