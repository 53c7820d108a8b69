package org.strongroom.storage.driver;

import java.util.function.Predicate;

/**
 * The files and block devices of a host, read and written where they lie, outside of any storage:
 * the disks of volumes.
 */
public interface HostDisks {
  /**
   * Opens a file or block device by its absolute path. Symbolic links are resolved first.
   *
   * @param absolutePath begins with a slash
   * @param allowed asked with the resolved path; a false answer is PERMISSION_DENIED
   * @throws StorageException NOT_FOUND; WRONG_TYPE for what is neither a file nor a block device
   */
  HostDisk open(String absolutePath, Predicate<String> allowed) throws StorageException;

  /**
   * Opens one that is there, to change some of its bytes.
   *
   * @throws StorageException as {@link #open}
   */
  InPlaceWrite write(String absolutePath, Predicate<String> allowed) throws StorageException;
}
