package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpRandomReads;

/** An open file of a server; a large read has all its requests under way at once. */
record SftpByteSource(
    SftpFailures failures,
    TransferChannels.Lease lease,
    SftpHandle handle,
    long size,
    StoragePath path)
    implements ByteSource {

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return failures.explain(path, () -> new SftpRandomReads(handle).readMuch(position, target));
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
