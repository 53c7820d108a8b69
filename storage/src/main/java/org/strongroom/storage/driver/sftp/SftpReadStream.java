package org.strongroom.storage.driver.sftp;

import java.io.FilterInputStream;
import java.io.IOException;
import org.strongroom.storage.driver.sftp.wire.SftpDownload;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;

/** A download that explains its failures and gives its channel back. */
final class SftpReadStream extends FilterInputStream {
  private final SftpFailures failures;
  private final TransferChannels.Lease lease;
  private final SftpHandle handle;
  private final Object subject;

  SftpReadStream(
      SftpFailures failures,
      TransferChannels.Lease lease,
      SftpHandle handle,
      SftpDownload download,
      Object subject) {
    super(download);
    this.failures = failures;
    this.lease = lease;
    this.handle = handle;
    this.subject = subject;
  }

  @Override
  public int read() throws IOException {
    return failures.explain(subject, () -> super.read());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return failures.explain(subject, () -> super.read(target, offset, length));
  }

  @Override
  public void close() {
    try {
      handle.close();
      lease.close();
    } catch (IOException e) {
      lease.abort();
    }
  }
}
