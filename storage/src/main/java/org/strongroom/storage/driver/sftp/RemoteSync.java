package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpPath;

/**
 * Brings files and directories to the disk: by {@code fsync@openssh.com}, else by {@code sync} in a
 * shell. A server that offers neither syncs when it likes; it is refused unless that was allowed.
 */
final class RemoteSync {
  private final SftpFiles files;
  private final Shell shell;
  private final boolean allowUnsynced;
  private final Duration timeout;

  /** Finds the account's shell. */
  interface Shell {
    Optional<RemoteShell> find() throws StorageException;
  }

  RemoteSync(SftpFiles files, Shell shell, boolean allowUnsynced, Duration timeout) {
    this.files = files;
    this.shell = shell;
    this.allowUnsynced = allowUnsynced;
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
    } else if (!files.canSync()) {
      requireAllowed();
    }
  }

  /** Fails if files cannot be brought to the disk and that was not allowed. */
  void check() throws StorageException {
    if (!allowUnsynced && !files.canSync() && shellWithSync().isEmpty()) {
      requireAllowed();
    }
  }

  private void requireAllowed() throws StorageException {
    if (!allowUnsynced) {
      throw new StorageException(
          Reason.FAILED,
          "the server cannot bring files to its disk when asked (neither fsync@openssh.com in SFTP"
              + " nor the program sync in a shell), so a power cut there would lose what was"
              + " acknowledged; use OpenSSH's SFTP server or give the account a shell, or accept"
              + " the loss for an SFTP backup storage with allowUnsynced=true");
    }
  }

  private Optional<RemoteShell> shellWithSync() throws StorageException {
    return shell.find().filter(found -> found.tools().contains("sync"));
  }
}
