package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpPath;

/**
 * Finds where storage paths lie on the server. Links on the way are resolved and refused if they
 * lead out of the root; a link in the last place is left alone by {@link #place}.
 */
final class RemotePaths {
  private final SftpFiles files;
  private final String root;

  /**
   * @param root resolved, absolute
   */
  RemotePaths(SftpFiles files, String root) {
    this.files = files;
    this.root = root;
  }

  String root() {
    return root;
  }

  SftpPath rootPath() {
    return SftpPath.of(root);
  }

  /** Where the path itself lies, its parents resolved. */
  SftpPath place(StoragePath path) throws IOException {
    return path.segments().isEmpty() ? rootPath() : target(path.parent()).resolve(path.name());
  }

  /** What the path leads to, links resolved. */
  SftpPath target(StoragePath path) throws IOException {
    if (path.segments().isEmpty()) {
      return rootPath();
    }
    String below = root.equals("/") ? root : root + "/";
    String resolved = files.realPath(SftpPath.of(below + path));
    if (!resolved.startsWith(below)) {
      throw new StorageException(
          Reason.PERMISSION_DENIED, path + ": a symbolic link leads out of the storage");
    }
    return SftpPath.of(resolved);
  }
}
