package org.strongroom.storage.driver;

/** What can be asked of a {@link StorageDriver} and of an {@link AtomicWrite}. */
public enum StorageOperation {
  CONNECT,
  RECONNECT,
  CHECK_WRITABLE,
  FACTS,
  PING,
  CAPACITY,
  STAT,
  LIST,
  READ,
  OPEN,
  CREATE,
  RESUME,
  WRITE,
  CHECKPOINT,
  COMMIT,
  ABANDON,
  DELETE,
  DELETE_TREE,
  DIGEST,
  OPEN_HOST_FILE
}
