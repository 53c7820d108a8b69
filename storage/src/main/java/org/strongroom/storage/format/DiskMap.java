package org.strongroom.storage.format;

import java.io.IOException;

/**
 * Where the bytes of a guest's disk lie in the file of an image: what a format has to say for
 * {@link MappedDisk} to read it. An answer reads no more table entries than the stretch that it
 * tells of has.
 */
public interface DiskMap {

  /** Of the image, for messages. */
  ImageFormat format();

  /** Bytes of the guest's disk. */
  long virtualSize();

  /**
   * The segment that begins at a position, followed no further than needed.
   *
   * @param position from 0 to below the virtual size
   * @param wanted bytes of interest, at least 1; the segment may be shorter or longer
   * @throws ImageFormatException if the tables lead outside of the file, or make no sense
   */
  Segment at(long position, long wanted) throws IOException;

  /**
   * Takes what the format keeps for itself, where no place of the disk can lie, and checks what is
   * in the file beside the disk.
   *
   * @param taken of the file
   * @throws ImageFormatException if something leads outside of the file, or lies over another
   */
  default void check(TakenBytes taken) throws IOException {}
}
