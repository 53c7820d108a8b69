package org.strongroom.server.volume.disk;

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
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.restore.RestoreTarget;

/** Writes disks to files and devices of hosts. */
final class DiskWriting {
  private static final int PIECE = 1 << 20;

  /** What is compared and written by itself. */
  private static final int BLOCK = 64 << 10;

  private static final byte[] ZEROS = new byte[PIECE];

  private final Job job;

  DiskWriting(Job job) {
    this.job = job;
  }

  /**
   * Writes a file anew under another name, which takes its place when all is there; zeros are left
   * out as holes.
   */
  void anew(StoredDisk stored, ImageFormat format, StorageDriver driver, StoragePath file)
      throws IOException {
    StorageDriver fenced = job.lease().fence(driver);
    String writeId = job.lease().writeId();
    fenced.abandonEarlier(file, writeId);
    if (format == ImageFormat.RAW) {
      try (AtomicWrite write = fenced.create(file, writeId, stored.size())) {
        stored.restore(new Appending(write), new WorkProgress(job));
        write.commit();
      }
      return;
    }
    try (ConvertedDisk converted = ConvertedDisk.of(stored.open(), format)) {
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

  /** Zeros are handed on: the write makes holes of them. */
  private final class Appending implements RestoreTarget {
    private final AtomicWrite write;

    Appending(AtomicWrite write) {
      this.write = write;
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
      write.write(bytes, offset, length);
    }

    @Override
    public void zeros(long position, long length) throws IOException {
      for (long left = length; left > 0; left -= PIECE) {
        job.checkStopped();
        write.write(ZEROS, 0, (int) Math.min(PIECE, left));
      }
    }
  }

  /**
   * Writes over a raw file or a device that is there.
   *
   * @param there what it holds now
   * @param changedOnly whether bytes that are the same are left alone, and not even fetched
   * @throws StorageException FAILED if a device is too small
   */
  void over(StoredDisk stored, HostDisk there, InPlaceWrite write, boolean changedOnly)
      throws IOException {
    long size = stored.size();
    if (there.device() && there.bytes().size() < size) {
      throw new StorageException(
          Reason.NO_SPACE,
          "%s has %d bytes, and the disk has %d"
              .formatted(there.resolvedPath(), there.bytes().size(), size));
    }
    stored.restore(new Over(there.bytes(), write, changedOnly), new WorkProgress(job));
    job.lease().confirm();
    write.finish(size);
  }

  /** Writes what differs. */
  private final class Over implements RestoreTarget {
    private final ByteSource there;
    private final InPlaceWrite write;
    private final boolean changedOnly;
    private byte[] present = new byte[PIECE];

    Over(ByteSource there, InPlaceWrite write, boolean changedOnly) {
      this.there = there;
      this.write = write;
      this.changedOnly = changedOnly;
    }

    @Override
    public boolean holds(long position, int length, ContentId id) throws IOException {
      return changedOnly
          && filled(there, position, room(length), length) == length
          && ContentId.of(present, 0, length).equals(id);
    }

    private byte[] room(int length) {
      if (present.length < length) {
        present = new byte[length];
      }
      return present;
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
      job.checkStopped();
      int known = changedOnly ? filled(there, position, room(length), length) : 0;
      boolean differs =
          known < length || !Arrays.equals(bytes, offset, offset + length, present, 0, length);
      if (differs) {
        job.lease().confirm();
        writeDiffering(position, bytes, offset, length, known);
      }
    }

    private void writeDiffering(long position, byte[] wanted, int offset, int count, int known)
        throws StorageException {
      for (int at = 0; at < count; at += BLOCK) {
        int end = Math.min(at + BLOCK, count);
        boolean same =
            end <= known && Arrays.equals(wanted, offset + at, offset + end, present, at, end);
        if (!same) {
          write.write(position + at, wanted, offset + at, end - at);
        }
      }
    }

    @Override
    public void zeros(long position, long length) throws IOException {
      for (long done = 0; done < length; done += PIECE) {
        write(position + done, ZEROS, 0, (int) Math.min(PIECE, length - done));
      }
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
