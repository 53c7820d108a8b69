package org.strongroom.server.objectstore;

import java.time.Duration;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.driver.s3.Patience;

/** Makes the drivers of places in object stores. Making one asks nothing. */
public final class ObjectStoreDrivers {
  /** Outlasts a store that is busy for a few seconds; a ping has its own, shorter time. */
  private static final Patience PATIENCE =
      new Patience(5, Duration.ofMillis(200), Duration.ofSeconds(2));

  private final BucketConnector buckets;

  public ObjectStoreDrivers(BucketConnector buckets) {
    this.buckets = buckets;
  }

  public StorageDriver make(ObjectStore store) {
    return switch (store) {
      case S3Store(var place) -> buckets.driver(place, PATIENCE);
    };
  }
}
