package org.strongroom.storage.format;

import java.io.IOException;

/**
 * The map of a format that cuts the guest's disk into blocks of one size and has one table that
 * tells where each of them lies.
 */
public abstract class BlockMap implements DiskMap {
  /** Where a block begins that holds nothing but zeros. */
  protected static final long NOWHERE = -1;

  private final ImageFormat format;
  private final long virtualSize;
  private final long blockBytes;

  protected BlockMap(ImageFormat format, long virtualSize, long blockBytes) {
    this.format = format;
    this.virtualSize = virtualSize;
    this.blockBytes = blockBytes;
  }

  /**
   * Where the bytes of a block begin in the file, or {@link #NOWHERE}.
   *
   * @param block its number, from 0
   * @param bytes how many of its bytes have to lie there
   * @throws ImageFormatException if they cannot lie where the table says
   */
  protected abstract long start(long block, long bytes) throws IOException;

  @Override
  public final ImageFormat format() {
    return format;
  }

  @Override
  public final long virtualSize() {
    return virtualSize;
  }

  @Override
  public final Segment at(long position, long wanted) throws IOException {
    long inBlock = position % blockBytes;
    long length = Math.min(blockBytes - inBlock, virtualSize - position);
    long start = start(position / blockBytes, inBlock + length);
    return start == NOWHERE ? new Segment.Zero(length) : new Segment.Data(start + inBlock, length);
  }

  /** What to throw for a table that makes no sense. */
  protected final ImageFormatException damaged(String what) {
    return ImageFormatException.damaged(format, what);
  }
}
