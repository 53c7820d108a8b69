package org.strongroom.storage.format;

import java.io.IOException;

/** Which parts of a disk can differ from what they were at an earlier moment. */
@FunctionalInterface
public interface ChangedBlocks {
  /**
   * Whether any byte of a stretch can differ.
   *
   * @param length bytes, at least 1; the stretch ends within the disk
   */
  boolean changed(long position, long length) throws IOException;
}
