package org.strongroom.storage.driver;

/** The turn on a storage that makes nobody wait. */
record FreeTurn(StorageDriver driver) implements WriteTurn {
  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return driver.create(path, writeId, expectedLength);
  }

  @Override
  public AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException {
    return driver.resume(path, writeId, offset, expectedLength);
  }

  @Override
  public void close() {}
}
