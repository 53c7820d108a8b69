package org.strongroom.server.volume.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.HostDisk;
import org.strongroom.storage.driver.InPlaceWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.nbd.client.NbdTarget;

/** An export of an NBD server that a snapshot is restored onto: as a device is written over. */
record ExportTarget(NbdTarget target, String shown, boolean changedOnly)
    implements RestoreTarget.Opened {
  @Override
  public void write(StoredDisk stored, Job job) throws IOException {
    try (InPlaceWrite write = new Write(target)) {
      HostDisk there = new HostDisk(shown, true, target.disk());
      new DiskWriting(job).over(stored, there, write, changedOnly);
    }
  }

  @Override
  public void close() {
    target.close();
  }

  /** Zeros go as such: servers make holes of them. */
  private record Write(NbdTarget target) implements InPlaceWrite {
    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws StorageException {
      try {
        if (isZero(bytes, offset, length)) {
          target.zeros(position, length);
        } else {
          target.write(position, ByteBuffer.wrap(bytes, offset, length));
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private static boolean isZero(byte[] bytes, int offset, int length) {
      for (int at = offset; at < offset + length; at++) {
        if (bytes[at] != 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void finish(long length) throws StorageException {
      try {
        target.flush();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    private static StorageException failed(IOException reason) {
      return new StorageException(Reason.FAILED, String.valueOf(reason.getMessage()), reason);
    }

    @Override
    public void close() {
      // The connection is the export's.
    }
  }
}
