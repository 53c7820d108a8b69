package org.strongroom.storage.driver;

import java.io.Closeable;

/** Changes bytes of a file or block device where they lie. Not thread-safe. */
public interface InPlaceWrite extends Closeable {
  /**
   * Writes at a position; a failure may show in a later call.
   *
   * @param position not before the end of what was written last
   */
  void write(long position, byte[] bytes, int offset, int length) throws StorageException;

  /**
   * Waits until all is on the disk.
   *
   * @param length bytes that a file has in the end; a device keeps its own
   */
  void finish(long length) throws StorageException;

  /** Ends it; what was written stays. Never throws. */
  @Override
  void close();
}
