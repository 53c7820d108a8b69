package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpPath;
import org.strongroom.storage.driver.sftp.wire.SftpUpload;

/** A write in progress on a channel of its own. */
final class SftpAtomicWrite implements AtomicWrite {
  private final SftpSession session;
  private final TransferChannels.Lease lease;
  private final StoragePath path;
  private final SftpPath directory;
  private final SftpPath temporary;
  private final SftpPath target;
  private final long expectedLength;
  private final SftpHandle handle;
  private final SftpUpload upload;
  private boolean over;

  private SftpAtomicWrite(
      SftpSession session,
      TransferChannels.Lease lease,
      StoragePath path,
      String temporaryName,
      long expectedLength)
      throws IOException {
    this.session = session;
    this.lease = lease;
    this.path = path;
    this.expectedLength = expectedLength;
    session.directories(lease.files()).make(session.paths(), path.parent());
    directory = session.paths().target(path.parent());
    temporary = directory.resolve(temporaryName);
    target = directory.resolve(path.name());
    if (lease.files().lstat(temporary).isPresent()) {
      throw new StorageException(Reason.EXISTS, path + ": a write with this id is there already");
    }
    handle = lease.files().create(temporary);
    upload = new SftpUpload(handle);
  }

  static SftpAtomicWrite begin(
      SftpSession session, StoragePath path, String temporaryName, long expectedLength)
      throws StorageException {
    return session
        .failures()
        .explainWrite(
            path,
            () -> {
              TransferChannels.Lease lease = session.lease();
              try {
                return new SftpAtomicWrite(session, lease, path, temporaryName, expectedLength);
              } catch (IOException | RuntimeException e) {
                lease.close();
                throw e;
              }
            });
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    session.failures().explainWrite(path, () -> upload.write(bytes, offset, length));
  }

  @Override
  public void commit(Fence fence) throws StorageException {
    session.failures().explainWrite(path, () -> finish(fence));
    synchronized (this) {
      over = true;
    }
    lease.close();
  }

  private void finish(Fence fence) throws IOException {
    SftpFiles files = lease.files();
    RemoteSync sync = session.sync(files);
    upload.finish();
    if (expectedLength >= 0 && upload.length() != expectedLength) {
      throw new StorageException(
          Reason.FAILED,
          "%s: %d bytes came instead of %d".formatted(path, upload.length(), expectedLength));
    }
    sync.file(handle, temporary);
    long stored = handle.attributes().size();
    if (stored != upload.length()) {
      throw new StorageException(
          Reason.FAILED,
          "%s: the storage holds %d bytes of %d".formatted(path, stored, upload.length()));
    }
    handle.close();
    var standing = files.lstat(target);
    if (standing.isPresent() && standing.get().isDirectory()) {
      throw new StorageException(Reason.WRONG_TYPE, path + " is a directory");
    }
    fence.confirm();
    files.replace(temporary, target);
    sync.directory(directory);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    lease.abort();
    try {
      if (lease.files().channel().isOpen()) {
        // Others use the channel too, so it lives on.
        handle.close();
      }
      if (session.isAlive()) {
        session.directories(session.control()).removeIfThere(temporary);
      }
    } catch (IOException e) {
      // The file stays until its write is abandoned by id: nothing else can be done here.
    }
  }
}
