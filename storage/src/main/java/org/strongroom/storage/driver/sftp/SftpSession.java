package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StorageFacts;
import org.strongroom.storage.driver.sftp.ssh.SshConnection;
import org.strongroom.storage.driver.sftp.wire.SftpChannel;
import org.strongroom.storage.driver.sftp.wire.SftpFileSystem;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpPath;
import org.strongroom.storage.driver.sftp.wire.SftpStatus;
import org.strongroom.storage.driver.sftp.wire.SftpStatusException;

/** Everything that lives and dies with one SSH connection of a storage. */
final class SftpSession {
  private static final long PROBE_AGAIN = TimeUnit.MINUTES.toNanos(1);

  private final SshConnection connection;
  private final SftpTimeouts timeouts;
  private final SftpFiles control;
  private final TransferChannels transfers;
  private final RemotePaths paths;
  private final SftpFailures failures;
  private final SessionProbe probe;
  private final boolean allowUnsynced;
  private Optional<RemoteShell> shell = Optional.empty();
  private boolean shellProbed;
  private long shellProbeFailed;
  private volatile @Nullable SftpFileSystem seen;
  private volatile boolean writable;

  /**
   * @param makeRoot whether to make the root directory if it is missing
   */
  SftpSession(
      SshConnection connection, SftpTimeouts timeouts, SftpEndpoint endpoint, boolean makeRoot)
      throws StorageException {
    String rootPath = endpoint.rootPath();
    this.allowUnsynced = endpoint.allowUnsynced();
    this.connection = connection;
    this.timeouts = timeouts;
    var starting = new SftpChannel(connection, timeouts.operation());
    try {
      control = new SftpFiles(starting);
      String root =
          new SftpFailures(control, SftpPath.of("."))
              .explain(rootPath, () -> resolveRoot(rootPath, makeRoot));
      paths = new RemotePaths(control, root);
      failures = new SftpFailures(control, paths.rootPath());
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(Reason.FAILED, connection.address() + ": " + e.getMessage(), e);
    }
    transfers = new TransferChannels(connection, timeouts.operation(), control);
    probe = new SessionProbe(this::capacity, connection.traffic());
  }

  private String resolveRoot(String rootPath, boolean makeRoot) throws IOException {
    if (makeRoot) {
      directories(control).make(withoutTrailingSlashes(rootPath));
    } else if (control.stat(SftpPath.of(rootPath)).isEmpty()) {
      throw new StorageException(Reason.NOT_FOUND, rootPath + " is not there any more");
    }
    return control.realPath(SftpPath.of(rootPath));
  }

  private static String withoutTrailingSlashes(String path) {
    return path.length() > 1 && path.endsWith("/")
        ? withoutTrailingSlashes(path.substring(0, path.length() - 1))
        : path;
  }

  boolean isAlive() {
    return connection.isAlive() && control.channel().isOpen();
  }

  HostKey hostKey() {
    return connection.hostKey();
  }

  SftpFiles control() {
    return control;
  }

  RemotePaths paths() {
    return paths;
  }

  SftpFailures failures() {
    return failures;
  }

  SftpTimeouts timeouts() {
    return timeouts;
  }

  TransferChannels.Lease lease() throws IOException {
    return transfers.lease();
  }

  RemoteSync sync(SftpFiles files) {
    return new RemoteSync(files, this::requireShell, allowUnsynced, timeouts.sync());
  }

  /**
   * Whether a file may be written with holes. What offers OpenSSH's fsync or has a shell keeps
   * files as POSIX has them; others, in front of an object store perhaps, may take bytes in order
   * only.
   */
  boolean keepsHoles(SftpFiles files) {
    return files.canSync() || shell().isPresent();
  }

  RemoteDirectories directories(SftpFiles files) {
    return new RemoteDirectories(files, sync(files));
  }

  /**
   * The account's shell, looked for when it is first needed, since that costs the server a process.
   * A look that failed says nothing, and is taken again a while later.
   */
  synchronized Optional<RemoteShell> shell() {
    long now = System.nanoTime();
    if (!shellProbed && (shellProbeFailed == 0 || now - shellProbeFailed > PROBE_AGAIN)) {
      try {
        requireShell();
      } catch (StorageException e) {
        shellProbeFailed = now;
      }
    }
    return shell;
  }

  /**
   * The account's shell; empty if it has none.
   *
   * @throws StorageException if that could not be found out
   */
  private synchronized Optional<RemoteShell> requireShell() throws StorageException {
    if (!shellProbed) {
      shell = RemoteShell.probe(connection);
      shellProbed = true;
    }
    return shell;
  }

  /** A server that cannot bring files to its disk must not be relied on without being asked for. */
  private void checkSyncs() throws StorageException {
    try {
      sync(control).check();
    } catch (StorageException e) {
      throw new StorageException(e.reason(), connection.address() + ": " + e.getMessage(), e);
    }
  }

  Capacity capacity() throws StorageException {
    SftpFileSystem fileSystem = fileSystem();
    return new Capacity(fileSystem.total(), fileSystem.available());
  }

  /** As {@link SessionProbe#run}; a node has thousands of sessions that do nothing else. */
  Capacity ping(Duration time) throws StorageException, TimeoutException {
    Capacity capacity = probe.run(time);
    transfers.rest();
    control.channel().rest();
    return capacity;
  }

  private SftpFileSystem fileSystem() throws StorageException {
    if (!control.canTellFileSystem()) {
      throw new StorageException(
          Reason.FAILED,
          connection.address() + " cannot tell its capacity (no statvfs@openssh.com)");
    }
    SftpFileSystem found =
        failures.explain(paths.root(), () -> control.fileSystem(paths.rootPath()));
    seen = found;
    return found;
  }

  StorageFacts facts() throws StorageException {
    checkSyncs();
    SftpFileSystem fileSystem = fileSystem();
    return new StorageFacts(
        paths.root(),
        Optional.of(failures.explain(".", () -> control.realPath(SftpPath.of(".")))),
        shell().map(RemoteShell::hostName),
        Optional.of(connection.hostKey()),
        fileSystem.id() == 0 ? Optional.empty() : Optional.of(Long.toHexString(fileSystem.id())),
        shell().map(RemoteShell::tools).orElse(Set.of()),
        new Capacity(fileSystem.total(), fileSystem.available()));
  }

  /** Whether something was written with this connection for a trial. */
  boolean wasWritable() {
    return writable;
  }

  /** By what the last ping or question for the capacity told. */
  void checkNotReadOnly() throws StorageException {
    SftpFileSystem known = seen;
    if ((known == null ? fileSystem() : known).readOnly()) {
      throw new StorageException(
          Reason.PERMISSION_DENIED, paths.root() + ": read-only file system");
    }
  }

  /** A directory is the smallest thing to try with: it follows no link and replaces nothing. */
  void checkWritable() throws StorageException {
    SftpPath trial = paths.rootPath().resolve(".strongroom-write-test");
    try {
      failures.explain(paths.root(), () -> makeAndRemove(trial));
      writable = true;
    } catch (StorageException e) {
      if (e.reason() != Reason.NO_SPACE) {
        throw e;
      }
    }
  }

  private void makeAndRemove(SftpPath trial) throws IOException {
    try {
      control.makeDirectory(trial);
    } catch (SftpStatusException e) {
      boolean leftOver = e.status() == SftpStatus.FAILURE && control.lstat(trial).isPresent();
      if (!leftOver) {
        throw e;
      }
    }
    try {
      control.removeDirectory(trial);
    } catch (SftpStatusException e) {
      // Another connection tries at the same time and was faster.
      if (e.status() != SftpStatus.NO_SUCH_FILE) {
        throw e;
      }
    }
  }

  /** Ends it at once: whoever waits for an answer gets an exception. */
  void cut() {
    connection.cut();
  }

  void close() {
    connection.close();
  }
}
