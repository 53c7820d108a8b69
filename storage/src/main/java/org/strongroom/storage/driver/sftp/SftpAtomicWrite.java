package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.SparseOutput;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.wire.SftpAttributes;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpPath;
import org.strongroom.storage.driver.sftp.wire.SftpUpload;

/** A write in progress on a channel of its own. */
final class SftpAtomicWrite implements AtomicWrite {
  private static final long NEW = -1;

  private final SftpSession session;
  private final TransferChannels.Lease lease;
  private final StoragePath path;
  private final SftpPath directory;
  private final SftpPath temporary;
  private final SftpPath target;
  private final long expectedLength;
  private final SftpHandle handle;
  private final SftpUpload upload;
  private final SparseOutput output;
  private boolean over;
  private volatile boolean kept;
  private volatile boolean settled;

  private SftpAtomicWrite(
      SftpSession session,
      TransferChannels.Lease lease,
      StoragePath path,
      String temporaryName,
      long offset,
      long expectedLength)
      throws IOException {
    this.session = session;
    this.lease = lease;
    this.path = path;
    this.expectedLength = expectedLength;
    boolean resumed = offset != NEW;
    if (!resumed) {
      session.directories(lease.files()).make(session.paths(), path.parent());
    }
    directory = session.paths().target(path.parent());
    temporary = directory.resolve(temporaryName);
    target = directory.resolve(path.name());
    kept = resumed;
    handle = resumed ? reopened(offset) : created();
    upload = new SftpUpload(handle, resumed ? offset : 0);
    output = new SparseOutput(new Sparse(session.keepsHoles(lease.files())), resumed ? offset : 0);
  }

  private SftpHandle created() throws IOException {
    if (lease.files().lstat(temporary).isPresent()) {
      throw new StorageException(Reason.EXISTS, path + ": a write with this id is there already");
    }
    return lease.files().create(temporary);
  }

  /** The temporary file of an earlier write, without what is behind the offset. */
  private SftpHandle reopened(long offset) throws IOException {
    SftpAttributes found =
        lease
            .files()
            .lstat(temporary)
            .orElseThrow(
                () -> new StorageException(Reason.NOT_FOUND, path + ": nothing to go on with"));
    if (!found.isFile() || found.size() < offset) {
      throw new StorageException(
          Reason.FAILED,
          "%s: %d bytes lie there instead of %d".formatted(path, found.size(), offset));
    }
    SftpHandle opened = lease.files().openForWriting(temporary);
    try {
      if (found.size() > offset) {
        opened.setLength(offset);
      }
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /** A write from the start of its file. */
  static SftpAtomicWrite begin(
      SftpSession session, StoragePath path, String temporaryName, long expectedLength)
      throws StorageException {
    return open(session, path, temporaryName, NEW, expectedLength);
  }

  /** A write that goes on, and whose temporary file stays if it is not committed. */
  static SftpAtomicWrite resume(
      SftpSession session, StoragePath path, String temporaryName, long offset, long expectedLength)
      throws StorageException {
    return open(session, path, temporaryName, offset, expectedLength);
  }

  private static SftpAtomicWrite open(
      SftpSession session, StoragePath path, String temporaryName, long offset, long expectedLength)
      throws StorageException {
    return session
        .failures()
        .explainWrite(
            path,
            () -> {
              TransferChannels.Lease lease = session.lease();
              try {
                return new SftpAtomicWrite(
                    session, lease, path, temporaryName, offset, expectedLength);
              } catch (IOException | RuntimeException e) {
                lease.close();
                throw e;
              }
            });
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws StorageException {
    settled = false;
    session.failures().explainWrite(path, () -> output.write(bytes, offset, length));
  }

  /** What goes over the wire. */
  private final class Sparse implements SparseOutput.Target {
    private final byte[] zeros = new byte[4 << 10];
    private final boolean holes;

    Sparse(boolean holes) {
      this.holes = holes;
    }

    @Override
    public void data(byte[] bytes, int offset, int length) throws IOException {
      upload.write(bytes, offset, length);
    }

    @Override
    public void hole(long length) throws IOException {
      if (holes) {
        upload.skip(length);
        return;
      }
      for (long left = length; left > 0; left -= zeros.length) {
        data(zeros, 0, (int) Math.min(left, zeros.length));
      }
    }
  }

  @Override
  public void checkpoint() throws StorageException {
    session
        .failures()
        .explainWrite(
            path,
            () -> {
              RemoteSync sync = session.sync(lease.files());
              output.finish();
              upload.finish();
              sync.file(handle, temporary);
              requireStored();
              if (!kept) {
                sync.directory(directory);
                kept = true;
              }
              settled = true;
              return true;
            });
  }

  private void requireStored() throws IOException {
    long stored = handle.attributes().size();
    if (stored != upload.length()) {
      throw new StorageException(
          Reason.FAILED,
          "%s: the storage holds %d bytes of %d".formatted(path, stored, upload.length()));
    }
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
    output.finish();
    upload.finish();
    if (expectedLength >= 0 && upload.length() != expectedLength) {
      throw new StorageException(
          Reason.FAILED,
          "%s: %d bytes came instead of %d".formatted(path, upload.length(), expectedLength));
    }
    sync.file(handle, temporary);
    requireStored();
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
    if (settled) {
      leave();
      return;
    }
    lease.abort();
    try {
      if (lease.files().channel().isOpen()) {
        // Others use the channel too, so it lives on.
        handle.close();
      }
      if (!kept && session.isAlive()) {
        session.directories(session.control()).removeIfThere(temporary);
      }
    } catch (IOException e) {
      // The file stays until its write is abandoned by id: nothing else can be done here.
    }
  }

  /** All is on the disk, and nothing is under way. */
  private void leave() {
    try {
      handle.close();
      lease.close();
    } catch (IOException e) {
      lease.abort();
    }
  }
}
