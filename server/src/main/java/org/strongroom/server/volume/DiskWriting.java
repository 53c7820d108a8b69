package org.strongroom.server.volume;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.strongroom.server.job.Job;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.conversion.ConvertedDisk;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.HostDisk;
import org.strongroom.storage.driver.InPlaceWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;

/** Writes disks to files and devices of hosts. */
final class DiskWriting {
  private static final int PIECE = 1 << 20;

  /** What is compared and written by itself. */
  private static final int BLOCK = 64 << 10;

  private final Job job;

  DiskWriting(Job job) {
    this.job = job;
  }

  /**
   * Writes a file anew under another name, which takes its place when all is there; zeros are left
   * out as holes.
   *
   * @param disk closed by this
   */
  void anew(Disk disk, ImageFormat format, StorageDriver driver, StoragePath file)
      throws IOException {
    StorageDriver fenced = job.lease().fence(driver);
    String writeId = job.lease().writeId();
    fenced.abandonEarlier(file, writeId);
    try (ConvertedDisk converted = ConvertedDisk.of(disk, format)) {
      long length = converted.length().orElseThrow();
      try (AtomicWrite write = fenced.create(file, writeId, length)) {
        byte[] piece = new byte[PIECE];
        InputStream bytes = converted.stream();
        long done = 0;
        for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
          job.checkStopped();
          write.write(piece, 0, count);
          done += count;
          job.progress().advance(done, length);
        }
        write.commit();
      }
    }
  }

  /**
   * Writes over a raw file or a device that is there.
   *
   * @param there what it holds now
   * @param changedOnly whether bytes that are the same are left alone
   * @throws StorageException FAILED if a device is too small
   */
  void over(Disk disk, HostDisk there, InPlaceWrite write, boolean changedOnly) throws IOException {
    long size = disk.size();
    if (there.device() && there.bytes().size() < size) {
      throw new StorageException(
          Reason.NO_SPACE,
          "%s has %d bytes, and the disk has %d"
              .formatted(there.resolvedPath(), there.bytes().size(), size));
    }
    byte[] wanted = new byte[PIECE];
    byte[] present = new byte[PIECE];
    for (long position = 0; position < size; position += PIECE) {
      job.checkStopped();
      int count = (int) Math.min(PIECE, size - position);
      fill(disk, position, wanted, count);
      int known = changedOnly ? filled(there.bytes(), position, present, count) : 0;
      boolean differs = known < count || !Arrays.equals(wanted, 0, count, present, 0, count);
      if (differs) {
        job.lease().confirm();
        writeDiffering(write, position, wanted, present, count, known);
      }
      job.progress().advance(position + count, size);
    }
    job.lease().confirm();
    write.finish(size);
  }

  private static void writeDiffering(
      InPlaceWrite write, long position, byte[] wanted, byte[] present, int count, int known)
      throws StorageException {
    for (int at = 0; at < count; at += BLOCK) {
      int end = Math.min(at + BLOCK, count);
      boolean same = end <= known && Arrays.equals(wanted, at, end, present, at, end);
      if (!same) {
        write.write(position + at, wanted, at, end - at);
      }
    }
  }

  private static void fill(Disk disk, long position, byte[] target, int count) throws IOException {
    Disk.Run run = disk.run(position, count);
    if (run.zero() && run.length() >= count) {
      Arrays.fill(target, 0, count, (byte) 0);
    } else if (filled(disk, position, target, count) < count) {
      throw new IOException("the snapshot ends before its size");
    }
  }

  /** Bytes that were there, from the position on. */
  private static int filled(ByteSource source, long position, byte[] target, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, 0, count);
    while (buffer.hasRemaining()) {
      if (source.read(position + buffer.position(), buffer) < 0) {
        break;
      }
    }
    return buffer.position();
  }
}
