package org.strongroom.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file that is read at any offset: what header readers and the random-access qcow2 reader stand
 * on. Not thread-safe.
 */
public interface ByteSource extends Closeable {

  /** Length in bytes. */
  long size() throws IOException;

  /**
   * Reads up to {@code target.remaining()} bytes from {@code position}. Short reads are allowed;
   * they are not the end.
   *
   * @return bytes read, at least 1 unless the target is full; -1 at or after the end
   */
  int read(long position, ByteBuffer target) throws IOException;

  @Override
  void close() throws IOException;
}
