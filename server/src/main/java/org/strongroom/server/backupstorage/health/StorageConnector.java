package org.strongroom.server.backupstorage.health;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.access.Facts;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.access.UnreadableSecretException;
import org.strongroom.server.backupstorage.marker.DirectoryClaim;
import org.strongroom.server.backupstorage.marker.MarkedBy;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.HostKeyChangedException;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/**
 * Takes storages through Connecting to Connected, or to Disconnected with the reason. Connects of
 * one storage take turns.
 */
public final class StorageConnector {
  private final Database database;
  private final StorageDrivers drivers;
  private final StatusChanges status;
  private final DirectoryClaim claim;
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  public StorageConnector(
      Database database, StorageDrivers drivers, StatusChanges status, DirectoryClaim claim) {
    this.database = database;
    this.claim = claim;
    this.drivers = drivers;
    this.status = status;
  }

  /**
   * Connects a storage that was connected before.
   *
   * @param why told in the event that it is Connecting
   * @param fence asked before the marker is written
   * @throws StorageException that tells why it is Disconnected now
   * @throws ApiException SYS.1003 if there is no such storage
   */
  public void connect(String storageUuid, String why, Call call, Fence fence)
      throws StorageException {
    inTurn(storageUuid, () -> connectInTurn(storageUuid, why, call, fence));
  }

  /** As {@link #connect}; nothing happens if somebody else was faster and it is Connected. */
  void connectUnlessConnected(String storageUuid, String why, Call call) throws StorageException {
    inTurn(
        storageUuid,
        () -> {
          StorageRow storage = database.read(sql -> StorageRows.require(storageUuid, sql));
          if (storage.status() != StorageStatus.CONNECTED) {
            connectInTurn(storageUuid, why, call, Fence.NONE);
          }
        });
  }

  private void inTurn(String storageUuid, Attempt attempt) throws StorageException {
    ReentrantLock turn = turns.computeIfAbsent(storageUuid, uuid -> new ReentrantLock());
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(StorageException.Reason.FAILED, "interrupted while connecting", e);
    }
    try {
      attempt.run();
    } catch (ApiException e) {
      drivers.close(storageUuid); // it was deleted meanwhile
      throw e;
    } finally {
      turn.unlock();
    }
  }

  private void connectInTurn(String storageUuid, String why, Call call, Fence fence)
      throws StorageException {
    StorageRow storage =
        database.write(transaction -> {
          status.change(storageUuid, StorageStatus.CONNECTING, why, call, transaction);
          return StorageRows.require(storageUuid, transaction.sql());
        });
    try {
      StorageDriver driver = drivers.of(storage);
      StorageFacts facts = connect(driver, storage);
      StorageMarker.verify(driver, storage);
      Optional<String> unwritable = Writability.check(driver);
      claim.renew(driver, storage, MarkedBy.watcher(storageUuid, both(fence, watching(storage))));
      database.write(transaction -> {
        Facts.write(storageUuid, facts, transaction);
        return status.change(
            storageUuid, StorageStatus.CONNECTED, unwritable.orElse(null), call, transaction);
      });
    } catch (UnreadableSecretException e) {
      StorageException rejected =
          new StorageException(
              StorageException.Reason.CREDENTIALS_REJECTED, e.error().details(), e);
      failed(storageUuid, rejected, call);
      throw rejected;
    } catch (StorageException e) {
      failed(storageUuid, e, call);
      throw e;
    }
  }

  private static Fence both(Fence one, Fence other) {
    return () -> {
      one.confirm();
      other.confirm();
    };
  }

  /**
   * Whether a storage is still what was read of it, and nobody is about to give it up: a node that
   * was paused while it connected one must not mark a directory that another has given up since.
   */
  public Fence watching(StorageRow storage) {
    return () -> {
      boolean still =
          database.read(sql ->
              sql.fetchExists(
                  BACKUP_STORAGE,
                  BACKUP_STORAGE.UUID.eq(storage.uuid()),
                  BACKUP_STORAGE.URL.eq(storage.url()),
                  DSL.not(RunningJobs.deleting())));
      if (!still) {
        throw ApiException.notFound(ResourceType.BACKUP_STORAGE, storage.uuid());
      }
    };
  }

  /** A directory that was there before is not made anew: its disk may not be mounted. */
  private static StorageFacts connect(StorageDriver driver, StorageRow storage)
      throws StorageException {
    if (storage.rootPath() == null) {
      return driver.connect();
    }
    try {
      return driver.reconnect();
    } catch (StorageException e) {
      throw StorageMarker.missing(storage, e);
    }
  }

  /** The end must be written even if the thread was interrupted to end the attempt. */
  private void failed(String storageUuid, StorageException e, Call call) {
    boolean interrupted = Thread.interrupted();
    try {
      database.write(transaction -> {
        writeFailure(storageUuid, e, call, transaction);
        return storageUuid;
      });
    } catch (ApiException deleted) {
      drivers.close(storageUuid);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Puts a storage into Disconnected for the reason that a driver gave. */
  void writeFailure(String storageUuid, StorageException e, Call call, Transaction transaction) {
    status.disconnected(storageUuid, String.valueOf(e.getMessage()), e.reason(), call, transaction);
    if (e instanceof HostKeyChangedException changed) {
      transaction
          .sql()
          .update(BACKUP_STORAGE)
          .set(BACKUP_STORAGE.PRESENTED_HOST_KEY, StorageAccesses.text(changed.shown()))
          .where(BACKUP_STORAGE.UUID.eq(storageUuid))
          .execute();
    }
  }

  public void forget(String storageUuid) {
    turns.remove(storageUuid);
  }

  private interface Attempt {
    void run() throws StorageException;
  }
}
