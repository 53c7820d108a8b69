package org.strongroom.server.monitor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageException;

/** The storages as the monitor needs them: what it asks of them, and whom it tells what it saw. */
public interface WatchedStorages {

  /** All storages, except those that a job is adding or deleting. */
  List<Watched> all();

  /**
   * Asks a storage for a sign of life, and that it still is the right one.
   *
   * @throws StorageException if the ping is lost
   * @throws org.strongroom.api.ApiException if there is no such storage any more
   */
  Capacity ping(String storageUuid, Duration timeout) throws StorageException;

  /** The capacities that pings brought and that are new; written at one go. */
  void measured(List<Measured> capacities);

  /** A ping was lost: Connected storages become Disconnected. */
  void lost(String storageUuid, StorageException reason);

  /**
   * Connects a storage anew, through Connecting.
   *
   * @param why for the event
   * @return whether it is Connected now
   */
  boolean connect(String storageUuid, String why);

  /** Puts storages into Connecting before they are connected one by one. */
  void connecting(List<String> storageUuids, String why);

  /**
   * One storage.
   *
   * @param failedReconnects automatic ones since it was Connected
   * @param written the capacity that is kept of it, which others may have changed since it was
   *     measured; empty if nobody knows
   */
  record Watched(String uuid, Status status, int failedReconnects, Optional<Capacity> written) {
    Watched(String uuid, Status status, int failedReconnects) {
      this(uuid, status, failedReconnects, Optional.empty());
    }
  }

  /** What matters of the status. */
  enum Status {
    CONNECTING,
    CONNECTED,
    DISCONNECTED
  }

  /** The capacity of one storage. */
  record Measured(String storageUuid, Capacity capacity) {}
}
