package org.strongroom.storage.driver.layer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageFacts;

/**
 * A storage where finding out whether it can be written takes calls that cost something: what was
 * found is taken to hold for a while. A failure is looked at again each time.
 */
public final class RarelyTriedDriver extends ForwardingDriver {
  private final Duration holds;
  private final InstantSource clock;
  private volatile Instant writable = Instant.MIN;

  /**
   * @param holds for how long a storage that could be written is taken to be writable still
   */
  public RarelyTriedDriver(StorageDriver driver, Duration holds, InstantSource clock) {
    super(driver);
    this.holds = holds;
    this.clock = clock;
  }

  /** Makes sure of that as well. */
  @Override
  public StorageFacts connect() throws StorageException {
    Instant now = clock.instant();
    StorageFacts facts = super.connect();
    writable = now;
    return facts;
  }

  @Override
  public StorageFacts reconnect() throws StorageException {
    writable = Instant.MIN;
    return super.reconnect();
  }

  @Override
  public void checkWritable() throws StorageException {
    Instant now = clock.instant();
    boolean fresh = !writable.isAfter(now) && writable.isAfter(now.minus(holds));
    if (!fresh) {
      super.checkWritable();
      writable = now;
    }
  }
}
