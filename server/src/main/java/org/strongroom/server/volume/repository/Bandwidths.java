package org.strongroom.server.volume.repository;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.layer.Bandwidth;
import org.strongroom.storage.driver.layer.SlowedDriver;

/**
 * What works on repositories may read and write in a second: all on one storage together, and each
 * by itself if its caller said so.
 */
public final class Bandwidths {
  private final LongSupplier limit;
  private final Map<String, Bandwidth> storages = new ConcurrentHashMap<>();

  /**
   * @param limit bytes in a second of each storage, asked anew all the time; 0 for none
   */
  public Bandwidths(LongSupplier limit) {
    this.limit = limit;
  }

  /** A driver whose bytes share the bandwidth of the storage. */
  StorageDriver ofStorage(String storageUuid, StorageDriver driver) {
    return new SlowedDriver(
        driver,
        storages.computeIfAbsent(storageUuid, any -> new Bandwidth(limit, Bandwidth.Time.SYSTEM)));
  }

  /**
   * A driver for one call alone.
   *
   * @param bytesPerSecond null for as many as come
   */
  public static StorageDriver ofCall(@Nullable Long bytesPerSecond, StorageDriver driver) {
    return bytesPerSecond == null
        ? driver
        : new SlowedDriver(driver, new Bandwidth(() -> bytesPerSecond, Bandwidth.Time.SYSTEM));
  }
}
