package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.strongroom.storage.ByteSource;

/**
 * The guest's disk inside a qcow2 image (versions 2 and 3, deflate and zstd, extended entries),
 * read at any offset. What was never written reads as zeros. Each read follows one first-level and
 * one second-level entry, so no table, however hostile, can keep it busy; memory stays below 45
 * MiB, and below 10 MiB for images as qemu makes them. Not thread-safe.
 */
public final class Qcow2Reader implements ByteSource {
  private static final byte[] ZEROS = new byte[64 * 1024];

  private final ByteSource file;
  private final long fileSize;
  private final Qcow2Header header;
  private final Qcow2Map map;
  private final CompressedClusters compressed;

  private Qcow2Reader(ByteSource file, Qcow2Header header, Qcow2Map map) throws IOException {
    this.file = file;
    this.fileSize = file.size();
    this.header = header;
    this.map = map;
    this.compressed = new CompressedClusters(file, header);
  }

  /**
   * Opens an image. The reader owns {@code file} from then on.
   *
   * @throws ImageFormatException if it is not a qcow2 image or must not be read
   */
  public static Qcow2Reader open(ByteSource file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(ImageHeader.HEAD_BYTES);
    while (head.hasRemaining() && file.read(head.position(), head) >= 0) {
      // Short reads are allowed.
    }
    if (!(ImageHeader.read(head.flip()) instanceof Qcow2Header header)) {
      throw new ImageFormatException("not a qcow2 image: it does not begin with 'QFI'");
    }
    header.complete(file.size());
    return new Qcow2Reader(file, header, Qcow2Map.read(file, header));
  }

  @Override
  public long size() {
    return header.virtualSize();
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
    var extent = map.at(position, wanted);
    int length = (int) Math.min(extent.length(), wanted);
    return switch (extent.kind()) {
      case ZERO -> zeros(target, length);
      case DATA -> data(extent.offset(), target, length);
      case COMPRESSED ->
          compressed.read(
              extent.offset(), (int) (position & (header.clusterSize() - 1)), target, length);
    };
  }

  private int data(long offset, ByteBuffer target, int length) throws IOException {
    if (offset >= fileSize) {
      // The last cluster of a file need not be whole.
      return zeros(target, length);
    }
    int limit = target.limit();
    target.limit(target.position() + length);
    try {
      int count = file.read(offset, target);
      if (count <= 0) {
        throw new ImageFormatException("the qcow2 image became shorter while it was read");
      }
      return count;
    } finally {
      target.limit(limit);
    }
  }

  private static int zeros(ByteBuffer target, int length) {
    int left = length;
    while (left > 0) {
      int count = Math.min(left, ZEROS.length);
      target.put(ZEROS, 0, count);
      left -= count;
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    compressed.close();
    file.close();
  }
}
