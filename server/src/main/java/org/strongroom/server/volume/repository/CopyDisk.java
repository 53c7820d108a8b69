package org.strongroom.server.volume.repository;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.inspection.GuestDisks;
import org.strongroom.storage.repository.GenerationDisk;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.StoredDisk;

/** The disks of copies, as their guests see them. */
public final class CopyDisk {
  private CopyDisk() {}

  /** Where the bytes of a copy lie. */
  public static StoredDisk stored(SnapshotCopy copy, Repository repository) {
    return new StoredDisk(repository, copy.generation().orElseThrow(), copy.file());
  }

  /** Opens the disk for many threads; no lock is taken. */
  public static Disk open(SnapshotCopy copy, Repository repository) throws IOException {
    GenerationDisk bytes = stored(copy, repository).open();
    if (copy.format() == ImageFormat.RAW) {
      return bytes;
    }
    boolean done = false;
    try {
      Disk disk = new OneAtATime(GuestDisks.open(copy.format(), bytes));
      done = true;
      return disk;
    } finally {
      if (!done) {
        bytes.close();
      }
    }
  }

  /** Readers of images keep pages of tables, which are not for two threads. */
  private static final class OneAtATime implements Disk {
    private final Disk disk;

    OneAtATime(Disk disk) {
      this.disk = disk;
    }

    @Override
    public long size() {
      return disk.size();
    }

    @Override
    public synchronized int read(long position, ByteBuffer target) throws IOException {
      return disk.read(position, target);
    }

    @Override
    public synchronized Run run(long position, long most) throws IOException {
      return disk.run(position, most);
    }

    @Override
    public synchronized void check() throws IOException {
      disk.check();
    }

    @Override
    public synchronized void close() throws IOException {
      disk.close();
    }
  }
}
