package org.strongroom.server.backupstorage.access;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.strongroom.storage.driver.layer.MovedBytes;

/** What this node has moved to and from each storage since it began. */
public final class Traffic {
  private final Map<String, MovedBytes> storages = new ConcurrentHashMap<>();

  /** The count of a storage, by whatever driver it is reached. */
  public MovedBytes of(String storageUuid) {
    return storages.computeIfAbsent(storageUuid, uuid -> new MovedBytes());
  }

  /** How many storages are counted. */
  public int size() {
    return storages.size();
  }

  /** Forgets storages that are there no more. */
  public void keepOnly(Collection<String> storageUuids) {
    storages.keySet().retainAll(storageUuids);
  }
}
