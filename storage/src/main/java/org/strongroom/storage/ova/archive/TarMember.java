package org.strongroom.storage.ova.archive;

/**
 * A file in the archive.
 *
 * @param name relative path without dot segments
 * @param offset of its first byte in the archive; in the expanded archive if that is compressed
 * @param size bytes
 */
public record TarMember(String name, long offset, long size) {}
