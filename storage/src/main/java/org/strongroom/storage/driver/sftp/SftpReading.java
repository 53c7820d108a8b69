package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.HostFile;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.wire.DataMap;
import org.strongroom.storage.driver.sftp.wire.SftpAttributes;
import org.strongroom.storage.driver.sftp.wire.SftpDownload;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpPath;

/** Opens files of a server for reading, each on a leased channel. */
final class SftpReading {
  private final SftpSession session;

  SftpReading(SftpSession session) {
    this.session = session;
  }

  private interface Opened<T> {
    T use(TransferChannels.Lease lease, SftpHandle handle, long size) throws IOException;
  }

  InputStream stream(StoragePath path, long offset) throws IOException {
    return open(
        session.paths().target(path),
        path,
        (lease, handle, size) -> {
          if (offset > size) {
            throw new StorageException(
                Reason.FAILED, path + ": offset " + offset + " lies beyond the end, " + size);
          }
          var download = new SftpDownload(handle, offset, size, map(path, size - offset));
          return new SftpReadStream(session.failures(), lease, handle, download, path);
        });
  }

  private DataMap map(StoragePath path, long bytes) throws IOException {
    Optional<RemoteShell> shell = bytes < RemoteHoles.WORTH ? Optional.empty() : session.shell();
    return shell.isPresent()
        ? RemoteHoles.of(shell.get(), session.paths().target(path).toString())
        : DataMap.all();
  }

  ByteSource source(StoragePath path) throws IOException {
    return open(
        session.paths().target(path),
        path,
        (lease, handle, size) -> new SftpByteSource(session.failures(), lease, handle, size, path));
  }

  HostFile hostFile(String resolved) throws IOException {
    return open(
        SftpPath.of(resolved),
        resolved,
        (lease, handle, size) -> {
          var download = new SftpDownload(handle, 0, size);
          var stream = new SftpReadStream(session.failures(), lease, handle, download, resolved);
          return new HostFile(resolved, size, stream);
        });
  }

  private <T> T open(SftpPath resolved, Object subject, Opened<T> opened) throws IOException {
    TransferChannels.Lease lease = session.lease();
    try {
      // Asked before it is opened: opening a pipe would hang the server's process.
      SftpAttributes found =
          lease
              .files()
              .lstat(resolved)
              .orElseThrow(
                  () -> new StorageException(Reason.NOT_FOUND, subject + ": no such file"));
      if (!found.isFile()) {
        throw new StorageException(Reason.WRONG_TYPE, subject + " is not a file");
      }
      SftpHandle handle = lease.files().openForReading(resolved);
      return opened.use(lease, handle, handle.attributes().size());
    } catch (IOException | RuntimeException e) {
      lease.abort();
      throw e;
    }
  }
}
