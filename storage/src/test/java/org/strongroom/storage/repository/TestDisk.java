package org.strongroom.storage.repository;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.LongPredicate;
import org.strongroom.storage.format.Disk;

/** A disk in memory, whose tables tell of holes of 64 KiB; it remembers what was read of it. */
public final class TestDisk implements Disk {
  public static final int MIB = 1 << 20;
  private static final int GRAIN = 64 << 10;

  final byte[] bytes;
  private final LongPredicate hole;
  long bytesRead;
  private Moment atEnd = () -> {};

  private TestDisk(byte[] bytes, LongPredicate hole) {
    this.bytes = bytes;
    this.hole = hole;
  }

  /** All of it is data, as far as the disk tells. */
  public static TestDisk dense(byte[] bytes) {
    return new TestDisk(bytes, position -> false);
  }

  /** Grains of zeros are holes. */
  static TestDisk sparse(byte[] bytes) {
    return new TestDisk(
        bytes,
        position -> {
          int start = (int) (position / GRAIN * GRAIN);
          for (int i = start; i < Math.min(start + GRAIN, bytes.length); i++) {
            if (bytes[i] != 0) {
              return false;
            }
          }
          return true;
        });
  }

  /** Something that happens while a disk is read. */
  interface Moment {
    void happen() throws Exception;
  }

  /** Lets something happen, once, when the last byte is read. */
  TestDisk atEnd(Moment moment) {
    atEnd = moment;
    return this;
  }

  /** Bytes that do not shrink. */
  public static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Bytes like those of a disk: text, noise, zeros. */
  public static byte[] image(long seed, int length) {
    byte[] bytes = new byte[length];
    var random = new Random(seed);
    for (int at = 0; at < length; at += GRAIN) {
      int end = Math.min(at + GRAIN, length);
      switch (random.nextInt(4)) {
        case 0 -> {
          byte[] noise = new byte[end - at];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, bytes, at, noise.length);
        }
        case 1 -> {
          for (int i = at; i < end; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(4));
          }
        }
        default -> {}
      }
    }
    return bytes;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, ByteBuffer target) {
    if (position >= bytes.length) {
      return -1;
    }
    int some = (int) Math.min(Math.min(target.remaining(), 300_000), bytes.length - position);
    target.put(bytes, (int) position, some);
    bytesRead += some;
    if (position + some == bytes.length) {
      Moment moment = atEnd;
      atEnd = () -> {};
      try {
        moment.happen();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return some;
  }

  @Override
  public Run run(long position, long most) {
    boolean zero = hole.test(position);
    long end = Math.min((position / GRAIN + 1) * GRAIN, bytes.length);
    while (end < Math.min(bytes.length, position + most) && hole.test(end) == zero) {
      end = Math.min(end + GRAIN, bytes.length);
    }
    return new Run(zero, Math.min(most, end - position));
  }

  @Override
  public void check() {}

  @Override
  public void close() {}
}
