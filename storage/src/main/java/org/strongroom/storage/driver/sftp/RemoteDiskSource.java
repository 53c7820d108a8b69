package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.SparseSource;
import org.strongroom.storage.driver.sftp.wire.DataMap;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;
import org.strongroom.storage.driver.sftp.wire.SftpRandomReads;

/**
 * An open disk of a server; a large read has all its requests under way at once.
 *
 * @param data where the file had data when it was opened: what is written to its holes after that
 *     was not there yet
 */
record RemoteDiskSource(
    SftpFailures failures,
    TransferChannels.Lease lease,
    SftpHandle handle,
    long size,
    DataMap data,
    String subject)
    implements SparseSource {

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    return failures.explain(subject, () -> new SftpRandomReads(handle).readMuch(position, target));
  }

  @Override
  public Stretch stretch(long position, long most) {
    long end = position + most;
    long at = position;
    if (!data.hasData(at)) {
      long length = Math.min(data.end(at), end) - at;
      if (length >= SHORTEST_HOLE || at + length == end) {
        return new Stretch(true, length);
      }
      at += length;
    }
    while (at < end) {
      at = data.end(at);
      if (!data.hasData(at) && data.end(at) - at >= SHORTEST_HOLE) {
        break;
      }
    }
    return new Stretch(false, Math.min(at, end) - position);
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
