package org.strongroom.storage.ova.archive;

import java.io.Closeable;
import java.io.IOException;

/** What a tar archive is read from: forwards only, with stretches left out. */
interface Tape extends Closeable {

  /** Where the next byte is read from. */
  long position();

  /**
   * Reads as many bytes as asked for, fewer only at the end.
   *
   * @return bytes read, 0 at the end
   */
  int read(byte[] target, int offset, int length) throws IOException;

  /**
   * Goes over so many bytes.
   *
   * @return false if the archive ends before them
   */
  boolean skip(long bytes) throws IOException;
}
