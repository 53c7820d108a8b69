package org.strongroom.storage.format.vhd;

import java.io.IOException;
import org.strongroom.storage.format.DiskMap;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.Segment;
import org.strongroom.storage.format.TablePages;

/**
 * Where the blocks of a dynamic VHD lie: one table. The bitmap before a block tells sectors that
 * were written from those that were not; the latter hold zeros anyway.
 *
 * @param end where the footer begins
 */
record VhdMap(VhdFooter footer, VhdDynamicHeader header, long end, TablePages tables)
    implements DiskMap {
  private static final long UNUSED = 0xffff_ffffL;

  @Override
  public ImageFormat format() {
    return ImageFormat.VHD;
  }

  @Override
  public long virtualSize() {
    return footer.virtualSize();
  }

  @Override
  public Segment at(long position, long wanted) throws IOException {
    long index = position / header.blockBytes();
    long inBlock = position % header.blockBytes();
    long length = Math.min(header.blockBytes() - inBlock, virtualSize() - position);
    long entry = tables.bigInt(header.tableOffset() + index * 4);
    if (entry == UNUSED) {
      return new Segment.Zero(length);
    }
    long start = entry * 512;
    long data = start + header.bitmapBytes();
    if (data + inBlock + length > end) {
      throw damaged("block %d lies at %d, and the data end at %d".formatted(index, start, end));
    }
    if (overlaps(start, 0, VhdFooter.BYTES)
        || overlaps(start, footer.headerOffset(), VhdDynamicHeader.BYTES)
        || overlaps(start, header.tableOffset(), header.entries() * 4)) {
      throw damaged("block %d lies at %d, where the tables are".formatted(index, start));
    }
    return new Segment.Data(data + inBlock, length);
  }

  private boolean overlaps(long block, long start, long bytes) {
    long blockEnd = block + header.bitmapBytes() + header.blockBytes();
    return block < start + bytes && start < blockEnd;
  }

  private static ImageFormatException damaged(String what) {
    return ImageFormatException.damaged(ImageFormat.VHD, what);
  }
}
