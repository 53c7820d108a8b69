package org.strongroom.storage.repository.restore;

import java.io.IOException;
import org.strongroom.storage.repository.file.ContentId;

/** What a generation is written into, from the first byte to the last, by one thread. */
public interface RestoreTarget {
  /** Takes bytes that were compared with their digest; they are not to be kept. */
  void write(long position, byte[] bytes, int offset, int length) throws IOException;

  /**
   * Told of each stretch of zeros in its turn. For a target that reads as zeros where nothing was
   * written there is nothing to do.
   */
  default void zeros(long position, long length) throws IOException {}

  /**
   * Whether the target has a stretch already, which is neither read nor written then: its SHA-256
   * is the id.
   */
  default boolean holds(long position, int length, ContentId id) throws IOException {
    return false;
  }
}
