package org.strongroom.storage.ova.writing;

/**
 * A disk that will be packed.
 *
 * @param name shown in the descriptor
 * @param size bytes of the guest's disk, raw
 * @param boot whether it is in the boot set
 */
public record PlannedDisk(String name, long size, boolean boot) {
  public PlannedDisk {
    if (size < 0) {
      throw new IllegalArgumentException("a disk of %d bytes".formatted(size));
    }
  }
}
