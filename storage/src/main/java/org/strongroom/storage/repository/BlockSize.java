package org.strongroom.storage.repository;

/** How long the blocks of a disk are, each of which is a blob. */
final class BlockSize {
  private static final long GIB = 1L << 30;

  private BlockSize() {}

  /** So that the list of a disk's blobs, which each generation stores anew, stays short. */
  static int of(long diskBytes) {
    if (diskBytes <= 512 * GIB) {
      return 1 << 20;
    }
    if (diskBytes <= 1024 * GIB) {
      return 2 << 20;
    }
    return diskBytes <= 2048 * GIB ? 4 << 20 : 8 << 20;
  }
}
