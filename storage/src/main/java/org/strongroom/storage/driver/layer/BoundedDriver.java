package org.strongroom.storage.driver.layer;

import java.time.Duration;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/** A storage that may hold no more than somebody has said, whatever it tells itself. */
public final class BoundedDriver extends ForwardingDriver {
  private final long bytes;

  /**
   * @param bytes that it may hold
   */
  public BoundedDriver(StorageDriver driver, long bytes) {
    super(driver);
    this.bytes = bytes;
  }

  private Capacity bounded(Capacity told) {
    return new Capacity(bytes, Math.min(bytes, told.available()));
  }

  private StorageFacts bounded(StorageFacts facts) {
    return new StorageFacts(
        facts.rootPath(),
        facts.home(),
        facts.hostName(),
        facts.hostKey(),
        facts.fileSystemId(),
        facts.tools(),
        bounded(facts.capacity()));
  }

  @Override
  public StorageFacts connect() throws StorageException {
    return bounded(super.connect());
  }

  @Override
  public StorageFacts reconnect() throws StorageException {
    return bounded(super.reconnect());
  }

  @Override
  public StorageFacts facts() throws StorageException {
    return bounded(super.facts());
  }

  @Override
  public Capacity ping(Duration timeout) throws StorageException {
    return bounded(super.ping(timeout));
  }

  @Override
  public Capacity capacity() throws StorageException {
    return bounded(super.capacity());
  }
}
