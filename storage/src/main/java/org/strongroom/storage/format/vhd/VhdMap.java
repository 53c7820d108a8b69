package org.strongroom.storage.format.vhd;

import java.io.IOException;
import org.strongroom.storage.format.BlockMap;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.TablePages;

/**
 * Where the blocks of a dynamic VHD lie. The bitmap before a block tells sectors that were written
 * from those that were not; the latter hold zeros anyway.
 */
final class VhdMap extends BlockMap {
  private static final long UNUSED = 0xffff_ffffL;

  private final VhdFooter footer;
  private final VhdDynamicHeader header;
  private final long end;
  private final TablePages tables;

  /**
   * @param end where the footer begins
   */
  VhdMap(VhdFooter footer, VhdDynamicHeader header, long end, TablePages tables) {
    super(ImageFormat.VHD, footer.virtualSize(), header.blockBytes());
    this.footer = footer;
    this.header = header;
    this.end = end;
    this.tables = tables;
  }

  @Override
  protected long start(long block, long bytes) throws IOException {
    long entry = tables.bigInt(header.tableOffset() + block * 4);
    if (entry == UNUSED) {
      return NOWHERE;
    }
    long start = entry * 512;
    long data = start + header.bitmapBytes();
    if (data + bytes > end) {
      throw damaged("block %d lies at %d, and the data end at %d".formatted(block, start, end));
    }
    if (overlaps(start, 0, VhdFooter.BYTES)
        || overlaps(start, footer.headerOffset(), VhdDynamicHeader.BYTES)
        || overlaps(start, header.tableOffset(), header.entries() * 4)) {
      throw damaged("block %d lies at %d, where the tables are".formatted(block, start));
    }
    return data;
  }

  private boolean overlaps(long block, long start, long bytes) {
    long blockEnd = block + header.bitmapBytes() + header.blockBytes();
    return block < start + bytes && start < blockEnd;
  }
}
