package org.strongroom.server.backupstorage;

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
      throw ApiException.refused(
          "%s is %s, not Connected%s".formatted(storage.label(), storage.status().text(), reason));
    }
    boolean moves = purpose == Purpose.TRANSFER || purpose == Purpose.READ;
    if (moves && storage.state() != StorageState.ENABLED) {
      throw ApiException.refused(
          "%s is Disabled; ChangeBackupStorageState stateEvent=enable makes it usable again"
              .formatted(storage.label()));
    }
  }
}
