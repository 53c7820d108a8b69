package org.strongroom.storage.driver;

/**
 * The file system under a storage's root.
 *
 * @param total its size in bytes
 * @param available bytes that the storage's account may still write
 */
public record Capacity(long total, long available) {}
