package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpPath;

/**
 * Brings files and directories to the disk: by {@code fsync@openssh.com}, else by {@code sync} in a
 * shell. A server that offers neither syncs when it likes.
 */
final class RemoteSync {
  private final SftpFiles files;
  private final Supplier<Optional<RemoteShell>> shell;
  private final Duration timeout;

  RemoteSync(SftpFiles files, Supplier<Optional<RemoteShell>> shell, Duration timeout) {
    this.files = files;
    this.shell = shell;
    this.timeout = timeout;
  }

  void file(SftpHandle handle, SftpPath path) throws IOException {
    if (files.canSync()) {
      handle.sync(timeout);
    } else {
      byShell(path);
    }
  }

  void directory(SftpPath path) throws IOException {
    if (!files.canSync() || !files.syncDirectory(path, timeout)) {
      byShell(path);
    }
  }

  private void byShell(SftpPath path) throws IOException {
    Optional<RemoteShell> found = shellWithSync();
    if (found.isPresent()) {
      String script = "sync -- " + RemoteShell.quote(path.toString()) + " && echo synced";
      List<String> output = found.get().run(script, timeout);
      if (!output.contains("synced")) {
        throw new IOException(path + " could not be synced to the disk");
      }
    }
  }

  private Optional<RemoteShell> shellWithSync() {
    return shell.get().filter(found -> found.tools().contains("sync"));
  }
}
