package org.strongroom.storage.driver;

/** The turn on a storage that makes nobody wait. */
record FreeTurn(StorageDriver driver) implements WriteTurn {
  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return driver.create(path, writeId, expectedLength);
  }

  @Override
  public void close() {}
}
