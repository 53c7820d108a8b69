package org.strongroom.storage.driver;

import java.io.Closeable;

/**
 * A write in progress. Closing it without a commit removes the temporary file, unless it was {@link
 * #checkpoint()} before. Not thread-safe, except that {@link #close()} may be called by another
 * thread to cut a write that hangs.
 */
public interface AtomicWrite extends Closeable {

  /** Appends; may return before the bytes have arrived, a failure then shows in a later call. */
  void write(byte[] bytes, int offset, int length) throws StorageException;

  /**
   * Waits for all bytes that came so far and syncs them to the disk under the temporary name, which
   * survives a power cut from now on. {@link #close()} leaves it: it is gone on with by {@link
   * StorageDriver#resume} or removed by {@link StorageDriver#abandon}. Who wants later runs of a
   * work to go on calls it before the first bytes, too: where {@link StorageDriver#readsUnfinished}
   * is false it decides how they are sent.
   */
  void checkpoint() throws StorageException;

  /**
   * Waits for all bytes, syncs them to the disk, checks the length on the storage, renames into
   * place replacing what was there, and syncs the directory. When this returns, the file survives a
   * power cut.
   *
   * @param fence asked when all is synced, right before the rename; what it throws passes through,
   *     and nothing has taken its place then
   */
  void commit(Fence fence) throws StorageException;

  /** As {@link #commit(Fence)} by whoever asks for nobody's leave. */
  default void commit() throws StorageException {
    commit(Fence.NONE);
  }

  /**
   * Whether the storage itself has compared every byte, as it came, with a digest or checksum that
   * was sent with it, so that reading the file for its digest would tell nothing new. Always false
   * before the commit, and of storages that compare nothing.
   */
  default boolean isProved() {
    return false;
  }

  /**
   * Ends the write; without a commit or a checkpoint before it the temporary file is removed. Never
   * throws.
   */
  @Override
  void close();
}
