package org.strongroom.server.objectstore;

import java.time.Duration;
import java.time.InstantSource;
import org.strongroom.storage.driver.BoundedDriver;
import org.strongroom.storage.driver.RarelyTriedDriver;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.driver.s3.Patience;
import org.strongroom.storage.driver.swift.SwiftDriver;
import org.strongroom.storage.driver.swift.SwiftTimeouts;
import org.strongroom.storage.source.GuardedHttp;

/** Makes the drivers of places in object stores. Making one asks nothing. */
public final class ObjectStoreDrivers {
  /** Outlasts a store that is busy for a few seconds; a ping has its own, shorter time. */
  private static final Patience PATIENCE =
      new Patience(5, Duration.ofMillis(200), Duration.ofSeconds(2));

  private static final SwiftTimeouts TIMEOUTS =
      new SwiftTimeouts(
          Duration.ofSeconds(60),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofSeconds(8),
          Duration.ofSeconds(10));

  private static final Duration WRITABLE_FOR = Duration.ofMinutes(10);

  private final BucketConnector buckets;
  private final GuardedHttp http;
  private final InstantSource clock;

  /**
   * @param http goes where callers of the server want it to
   */
  public ObjectStoreDrivers(BucketConnector buckets, GuardedHttp http, InstantSource clock) {
    this.buckets = buckets;
    this.http = http;
    this.clock = clock;
  }

  public StorageDriver make(ObjectStore store) {
    StorageDriver own =
        switch (store) {
          case S3Store s3 -> buckets.driver(s3.place(), PATIENCE);
          case SwiftStore swift -> new SwiftDriver(swift.access(), http, TIMEOUTS, clock);
        };
    StorageDriver driver = new RarelyTriedDriver(own, WRITABLE_FOR, clock);
    return store.capacity().isPresent()
        ? new BoundedDriver(driver, store.capacity().getAsLong())
        : driver;
  }
}
