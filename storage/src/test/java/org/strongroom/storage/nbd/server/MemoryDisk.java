package org.strongroom.storage.nbd.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.strongroom.storage.format.Disk;

/** A disk in memory, whose blocks of zeros are known as such. Reads come short now and then. */
final class MemoryDisk implements Disk {
  static final int BLOCK = 65_536;

  private final byte[] bytes;
  private final AtomicInteger open;
  private final Random random = new Random(5);
  long broken = Long.MAX_VALUE;

  MemoryDisk(byte[] bytes, AtomicInteger open) {
    this.bytes = bytes;
    this.open = open;
    open.incrementAndGet();
  }

  /** Bytes of which each third stretch is data. */
  static byte[] content(int size) {
    byte[] bytes = new byte[size];
    var random = new Random(11);
    for (int block = 0; block * BLOCK < size; block++) {
      if (block / 5 % 3 == 1) {
        byte[] some = new byte[Math.min(BLOCK, size - block * BLOCK)];
        random.nextBytes(some);
        System.arraycopy(some, 0, bytes, block * BLOCK, some.length);
      }
    }
    return bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), bytes.length - position);
    if (position + count > broken) {
      throw new IOException("bad sector");
    }
    if (count > 1 && random.nextInt(4) == 0) {
      count = 1 + random.nextInt(count);
    }
    target.put(bytes, (int) position, count);
    return count;
  }

  @Override
  public Run run(long position, long most) {
    boolean zero = isZero(position);
    long end = position;
    while (end < bytes.length && end < position + most && isZero(end) == zero) {
      end = Math.min(end - end % BLOCK + BLOCK, bytes.length);
    }
    return new Run(zero, Math.min(end - position, most));
  }

  private boolean isZero(long position) {
    return position / BLOCK / 5 % 3 != 1;
  }

  @Override
  public void check() {}

  @Override
  public void close() {
    open.decrementAndGet();
  }
}
