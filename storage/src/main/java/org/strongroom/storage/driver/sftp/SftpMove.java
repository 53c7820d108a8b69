package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpPath;

/** Renames durably, without replacing what is there. */
final class SftpMove {
  private final SftpSession session;
  private final SftpFiles files;

  SftpMove(SftpSession session, SftpFiles files) {
    this.session = session;
    this.files = files;
  }

  void run(StoragePath from, StoragePath to) throws IOException {
    RemotePaths paths = session.paths();
    SftpPath source = paths.place(from);
    if (files.lstat(source).isEmpty()) {
      throw new StorageException(Reason.NOT_FOUND, from + ": no such file or directory");
    }
    session.directories(files).make(paths, to.parent());
    SftpPath target = paths.place(to);
    if (files.lstat(target).isPresent()) {
      throw new StorageException(Reason.EXISTS, to + " is there already");
    }
    // The protocol's own rename refuses to replace, unlike posix-rename: no race for the target.
    files.rename(source, target);
    RemoteSync sync = session.sync(files);
    sync.directory(paths.target(to.parent()));
    sync.directory(paths.target(from.parent()));
  }
}
