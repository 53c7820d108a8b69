package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ByteSource;

/** The disk inside an image whose format tells by a {@link DiskMap} where its bytes lie. */
public final class MappedDisk implements Disk {
  private static final byte[] ZEROS = new byte[64 * 1024];

  private final ByteSource file;
  private final long fileSize;
  private final DiskMap map;
  private final PackedUnits packed;

  /**
   * Reads a disk. It owns {@code file} from then on.
   *
   * @param map whose offsets are those of {@code file}
   */
  public MappedDisk(ByteSource file, DiskMap map) throws IOException {
    this.file = file;
    this.fileSize = file.size();
    this.map = map;
    this.packed = new PackedUnits(file, map.format());
  }

  @Override
  public long size() {
    return map.virtualSize();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    if (position >= size()) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    int wanted = (int) Math.min(target.remaining(), size() - position);
    Segment segment = map.at(position, wanted);
    int length = (int) Math.min(segment.length(), wanted);
    switch (segment) {
      case Segment.Zero zero -> zeros(target, length);
      case Segment.Data data -> {
        return data(data.offset(), target, length);
      }
      case Segment.Packed unit -> packed.read(unit.unit(), unit.start(), target, length);
    }
    return length;
  }

  private int data(long offset, ByteBuffer target, int length) throws IOException {
    if (offset >= fileSize) {
      // The last unit of a file need not be whole; the map knows how much may be missing.
      zeros(target, length);
      return length;
    }
    int limit = target.limit();
    target.limit(target.position() + length);
    try {
      int count = file.read(offset, target);
      if (count <= 0) {
        throw new ImageFormatException(
            "the %s image became shorter while it was read".formatted(map.format().wireName()));
      }
      return count;
    } finally {
      target.limit(limit);
    }
  }

  private static void zeros(ByteBuffer target, int length) {
    int left = length;
    while (left > 0) {
      int count = Math.min(left, ZEROS.length);
      target.put(ZEROS, 0, count);
      left -= count;
    }
  }

  @Override
  public Run run(long position, long most) throws IOException {
    if (position < 0 || position >= size() || most < 1) {
      throw new IllegalArgumentException("position %d, most %d".formatted(position, most));
    }
    long wanted = Math.min(most, size() - position);
    Segment first = map.at(position, wanted);
    boolean zero = first instanceof Segment.Zero;
    long length = first.length();
    while (length < wanted) {
      Segment next = map.at(position + length, wanted - length);
      if (next instanceof Segment.Zero != zero) {
        break;
      }
      length += next.length();
    }
    return new Run(zero, Math.min(length, wanted));
  }

  @Override
  public void check() throws IOException {
    var taken = new TakenBytes(map.format(), fileSize);
    map.check(taken);
    Segment.@Nullable Unit last = null;
    long position = 0;
    while (position < size()) {
      Segment segment = map.at(position, size() - position);
      switch (segment) {
        case Segment.Zero zero -> {}
        case Segment.Data data -> taken.take(data.offset(), data.length());
        case Segment.Packed unit -> {
          if (last == null || unit.unit().offset() > last.offset()) {
            last = unit.unit();
          }
        }
      }
      position += segment.length();
    }
    if (last != null) {
      packed.unpack(last); // how long a packed unit is only unpacking tells: a cut file lacks it
    }
  }

  @Override
  public void close() throws IOException {
    packed.close();
    file.close();
  }
}
