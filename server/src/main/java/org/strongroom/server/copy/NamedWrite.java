package org.strongroom.server.copy;

import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;

/** A write whose failures name the storage, for one of several that run together. */
final class NamedWrite implements AtomicWrite {
  private final AtomicWrite write;
  private final String storage;

  NamedWrite(AtomicWrite write, String storage) {
    this.write = write;
    this.storage = storage;
  }

  static StorageException named(StorageException failure, String storage) {
    return new StorageException(failure.reason(), storage + ": " + failure.getMessage(), failure);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    try {
      write.write(bytes, offset, length);
    } catch (StorageException e) {
      throw named(e, storage);
    }
  }

  @Override
  public void checkpoint() throws StorageException {
    try {
      write.checkpoint();
    } catch (StorageException e) {
      throw named(e, storage);
    }
  }

  @Override
  public void commit(Fence fence) throws StorageException {
    try {
      write.commit(fence);
    } catch (StorageException e) {
      throw named(e, storage);
    }
  }

  @Override
  public boolean isProved() {
    return write.isProved();
  }

  @Override
  public void close() {
    write.close();
  }
}
