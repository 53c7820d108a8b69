package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.strongroom.storage.driver.HostDisk;
import org.strongroom.storage.driver.HostDisks;
import org.strongroom.storage.driver.InPlaceWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.wire.DataMap;
import org.strongroom.storage.driver.sftp.wire.SftpAttributes;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpPath;
import org.strongroom.storage.driver.sftp.wire.SftpRandomReads;

/** The files and block devices of a server, by SFTP alone. */
final class RemoteDisks implements HostDisks {
  private final SftpConnector connector;

  RemoteDisks(SftpConnector connector) {
    this.connector = connector;
  }

  private interface Opened<T> {
    T use(SftpSession session, TransferChannels.Lease lease, SftpHandle handle, Found found)
        throws IOException;
  }

  /** What the path leads to. */
  record Found(String path, boolean device) {}

  @Override
  public HostDisk open(String absolutePath, Predicate<String> allowed) throws StorageException {
    return open(
        absolutePath,
        allowed,
        false,
        (session, lease, handle, found) -> {
          long size = found.device() ? deviceSize(handle) : handle.attributes().size();
          return new HostDisk(
              found.path(),
              found.device(),
              new RemoteDiskSource(
                  session.failures(),
                  lease,
                  handle,
                  size,
                  found.device() ? DataMap.all() : data(session, handle, found),
                  absolutePath));
        });
  }

  private static DataMap data(SftpSession session, SftpHandle handle, Found found)
      throws IOException {
    if (handle.attributes().size() < RemoteHoles.WORTH) {
      return DataMap.all();
    }
    Optional<RemoteShell> shell = session.shell();
    return shell.isPresent() ? RemoteHoles.of(shell.get(), found.path(), handle) : DataMap.all();
  }

  @Override
  public InPlaceWrite write(String absolutePath, Predicate<String> allowed)
      throws StorageException {
    return open(
        absolutePath,
        allowed,
        true,
        (session, lease, handle, found) ->
            new RemoteInPlaceWrite(session, lease, handle, found, absolutePath));
  }

  private <T> T open(
      String absolutePath, Predicate<String> allowed, boolean writes, Opened<T> opened)
      throws StorageException {
    SftpSession session = connector.session();
    return session
        .failures()
        .explain(
            absolutePath,
            () -> {
              TransferChannels.Lease lease = session.lease();
              try {
                Found found = find(lease, absolutePath, allowed);
                SftpPath path = SftpPath.of(found.path());
                SftpHandle handle =
                    writes
                        ? lease.files().openForWriting(path)
                        : lease.files().openForReading(path);
                return opened.use(session, lease, handle, found);
              } catch (IOException | RuntimeException e) {
                lease.abort();
                throw e;
              }
            });
  }

  private static Found find(
      TransferChannels.Lease lease, String absolutePath, Predicate<String> allowed)
      throws IOException {
    String resolved = lease.files().realPath(SftpPath.of(absolutePath));
    if (!allowed.test(resolved)) {
      throw new StorageException(
          Reason.PERMISSION_DENIED, absolutePath + " lies in no allowed directory");
    }
    SftpAttributes found =
        lease
            .files()
            .lstat(SftpPath.of(resolved))
            .orElseThrow(
                () -> new StorageException(Reason.NOT_FOUND, absolutePath + ": no such file"));
    // Asked before it is opened: opening a pipe would hang the server's process.
    if (!found.isFile() && !found.isBlockDevice()) {
      throw new StorageException(
          Reason.WRONG_TYPE, absolutePath + " is neither a file nor a block device");
    }
    return new Found(resolved, found.isBlockDevice());
  }

  /** Servers tell no size of devices: its end is looked for by reading single bytes. */
  private static long deviceSize(SftpHandle handle) throws IOException {
    var reads = new SftpRandomReads(handle);
    long has = 0; // bytes that are there for certain
    long step = 1L << 20;
    while (step > 0 && reads.hasByte(has + step - 1)) {
      has += step;
      step = has > Long.MAX_VALUE / 4 ? 0 : step * 2;
    }
    for (long half = step; half > 0; half /= 2) {
      while (reads.hasByte(has + half - 1)) {
        has += half;
      }
    }
    return has;
  }
}
