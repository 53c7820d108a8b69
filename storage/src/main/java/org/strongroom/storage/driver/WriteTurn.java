package org.strongroom.storage.driver;

import java.io.Closeable;

/**
 * The right to write one file to a storage, had before the bytes are fetched: whoever opens a
 * source first and then waits holds its connection idle. Not thread-safe.
 */
public interface WriteTurn extends Closeable {

  /** As {@link StorageDriver#create}, at once; the turn ends with the write. Once only. */
  AtomicWrite create(StoragePath path, String writeId, long expectedLength) throws StorageException;

  /** As {@link StorageDriver#resume}, at once; the turn ends with the write. Once only. */
  AtomicWrite resume(StoragePath path, String writeId, long offset, long expectedLength)
      throws StorageException;

  /** Whether others wait who could begin if this turn ended, or the write that has it. */
  default boolean isWanted() {
    return false;
  }

  /** Gives the turn back, if no write has it. */
  @Override
  void close();
}
