package org.strongroom.storage.driver;

import java.util.function.Predicate;

/**
 * What a storage can do that lies on a host with files of its own: the source of {@code file:///}
 * urls. Asked for with {@link StorageDriver#hostFiles}.
 */
@FunctionalInterface
public interface HostFiles {
  /**
   * Opens a file of the host by its absolute path, outside of the root too, for reading. Symbolic
   * links are resolved first.
   *
   * @param absolutePath begins with a slash
   * @param allowed asked with the resolved path; a false answer is PERMISSION_DENIED
   */
  HostFile open(String absolutePath, Predicate<String> allowed) throws StorageException;
}
