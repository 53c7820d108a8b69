package org.strongroom.storage;

import java.io.IOException;

/**
 * A file of which is known, without reading it, where nothing was ever written: that reads as
 * zeros. Not thread-safe.
 */
public interface SparseSource extends ByteSource {
  /**
   * Shorter holes than this are told as data: reading them is sooner done than leaving them out.
   */
  int SHORTEST_HOLE = 64 << 10;

  /**
   * What lies at a position as the file is now.
   *
   * @param position from 0 to below {@link #size()}
   * @param most bytes of interest, at least 1
   */
  Stretch stretch(long position, long most) throws IOException;

  /**
   * A stretch of a file.
   *
   * @param hole whether it reads as zeros for certain
   * @param length bytes, at least 1
   */
  record Stretch(boolean hole, long length) {}
}
