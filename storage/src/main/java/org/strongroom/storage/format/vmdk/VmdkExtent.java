package org.strongroom.storage.format.vmdk;

/**
 * A stretch of a disk in several files, as its descriptor has it.
 *
 * @param bytes of the disk
 * @param file that it lies in, a name without a directory; empty for zeros
 * @param offset bytes of the file before it; 0 unless it is flat
 */
public record VmdkExtent(Kind kind, long bytes, String file, long offset) {
  /** How it is kept. */
  public enum Kind {
    /** A sparse file with a header and tables, but no descriptor. */
    SPARSE,
    /** The bytes as they are. */
    FLAT,
    /** Nothing: zeros. */
    ZERO
  }
}
