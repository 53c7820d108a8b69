package org.strongroom.storage.format;

import java.io.IOException;
import org.strongroom.storage.ByteSource;

/**
 * The disk that a guest sees inside an image, read at any offset, whatever the image's format. Its
 * {@link #size()} is the virtual size in bytes; what was never written reads as zeros. Not
 * thread-safe.
 */
public interface Disk extends ByteSource {

  /** Bytes that the guest sees. */
  @Override
  long size();

  /**
   * What lies at a position: zeros, as far as the image's tables say so, or bytes that have to be
   * read, which may be zeros as well.
   *
   * @param position from 0 to below {@link #size()}
   * @param most bytes of interest, at least 1
   * @throws ImageFormatException if the image is damaged there
   */
  Run run(long position, long most) throws IOException;

  /**
   * Follows all tables, without reading the data that they lead to.
   *
   * @throws ImageFormatException if the image is not whole: something leads outside of its file, to
   *     where something else lies already, or is not understood
   */
  void check() throws IOException;

  /**
   * A stretch of a disk.
   *
   * @param zero whether it is known to hold zeros only
   * @param length bytes, at least 1
   */
  record Run(boolean zero, long length) {}
}
