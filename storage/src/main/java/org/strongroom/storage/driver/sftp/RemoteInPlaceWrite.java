package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import org.strongroom.storage.driver.InPlaceWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpPath;
import org.strongroom.storage.driver.sftp.wire.SftpUpload;

/** Changes of a file or device of a server. */
final class RemoteInPlaceWrite implements InPlaceWrite {
  private final SftpSession session;
  private final TransferChannels.Lease lease;
  private final SftpHandle handle;
  private final SftpUpload upload;
  private final RemoteDisks.Found found;
  private final String subject;
  private boolean broken;

  RemoteInPlaceWrite(
      SftpSession session,
      TransferChannels.Lease lease,
      SftpHandle handle,
      RemoteDisks.Found found,
      String subject) {
    this.session = session;
    this.lease = lease;
    this.handle = handle;
    this.upload = new SftpUpload(handle);
    this.found = found;
    this.subject = subject;
  }

  private interface Writing {
    void run() throws IOException;
  }

  @Override
  public void write(long position, byte[] bytes, int offset, int length) throws StorageException {
    explain(() -> {
      if (position > upload.length()) {
        upload.skip(position - upload.length());
      }
      upload.write(bytes, offset, length);
    });
  }

  @Override
  public void finish(long length) throws StorageException {
    explain(() -> {
      upload.finish();
      if (!found.device() && handle.attributes().size() != length) {
        handle.setLength(length);
      }
      session.sync(lease.files()).file(handle, SftpPath.of(found.path()));
    });
  }

  private void explain(Writing writing) throws StorageException {
    try {
      session
          .failures()
          .explain(
              subject,
              () -> {
                writing.run();
                return true;
              });
    } catch (StorageException e) {
      broken = true;
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      if (broken) {
        lease.abort();
      } else {
        handle.close();
        lease.close();
      }
    } catch (IOException e) {
      lease.abort();
    }
  }
}
