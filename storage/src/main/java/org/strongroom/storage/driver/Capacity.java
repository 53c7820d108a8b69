package org.strongroom.storage.driver;

/**
 * The room that a storage has: of the file system under its root, or of the quota of an object
 * store.
 *
 * @param total its size in bytes; {@link #UNLIMITED} where nothing bounds it
 * @param available bytes that the storage's account may still write
 */
public record Capacity(long total, long available) {
  /**
   * Bytes of a place that knows no bound, 8 PiB less one: the largest number that every client of a
   * JSON interface reads exactly.
   */
  public static final long UNLIMITED = (1L << 53) - 1;

  /** Of a place that knows no bound. */
  public static Capacity unlimited() {
    return new Capacity(UNLIMITED, UNLIMITED);
  }
}
