package org.strongroom.server.volume.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.repository.CopyDisk;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.work.WorkListener;

/** A copy that is to be written somewhere, as its guest saw it. */
public record StoredDisk(Repository repository, SnapshotCopy copy) {
  private static final int PIECE = 1 << 20;

  /** The disk, to be read at any offset. */
  Disk open() throws IOException {
    return CopyDisk.open(copy, repository);
  }

  /** Bytes of the disk. */
  long size() throws IOException {
    try (Disk disk = open()) {
      return disk.size();
    }
  }

  /** Writes it from the first byte to the last, faster than by reading the disk so. */
  void restore(
      org.strongroom.storage.repository.restore.RestoreTarget target, WorkListener listener)
      throws IOException {
    if (copy.format() == ImageFormat.RAW) {
      CopyDisk.stored(copy, repository).restore(target, listener);
      return;
    }
    try (Disk disk = open()) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      for (long done = 0; done < disk.size(); ) {
        listener.progress(done, disk.size());
        Disk.Run run = disk.run(done, disk.size() - done);
        if (run.zero()) {
          target.zeros(done, run.length());
          done += run.length();
        } else {
          piece.clear().limit((int) Math.min(PIECE, run.length()));
          int count = disk.read(done, piece);
          target.write(done, piece.array(), 0, count);
          done += count;
        }
      }
      listener.progress(disk.size(), disk.size());
    }
  }
}
