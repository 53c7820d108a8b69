package org.strongroom.server.volume.repository;

import org.strongroom.api.ApiException;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.ForwardingDriver;
import org.strongroom.storage.driver.layer.ForwardingWrite;

/** Where there is no room to be had, it is as if the storage were full. */
public final class PacksWithinRoom extends ForwardingDriver {
  public PacksWithinRoom(StorageDriver driver) {
    super(driver);
  }

  @Override
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    return new Bounded(super.create(path, writeId, expectedLength));
  }

  private static final class Bounded extends ForwardingWrite {
    Bounded(AtomicWrite write) {
      super(write);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws StorageException {
      try {
        super.write(bytes, offset, length);
      } catch (ApiException e) {
        throw new StorageException(Reason.NO_SPACE, String.valueOf(e.getMessage()), e);
      }
    }
  }
}
