package org.strongroom.storage.format.vdi;

import java.io.IOException;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.BlockMap;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.MappedDisk;
import org.strongroom.storage.format.TablePages;

/** The disk inside a VDI. */
public final class VdiDisk {
  private VdiDisk() {}

  /**
   * Opens an image. The disk owns {@code file} from then on.
   *
   * @throws ImageFormatException if it is damaged or must not be read
   */
  public static Disk open(ByteSource file) throws IOException {
    VdiHeader header = VdiHeader.read(HeaderBytes.read(file, 0, ImageHeader.HEAD_BYTES));
    header.complete(file.size());
    var tables = new TablePages(file, ImageFormat.VDI);
    return new MappedDisk(file, new Blocks(header, file.size(), tables));
  }

  /** One table of block numbers. */
  private static final class Blocks extends BlockMap {
    private static final long DISCARDED = 0xffff_fffeL;

    private final VdiHeader header;
    private final long fileSize;
    private final TablePages tables;

    Blocks(VdiHeader header, long fileSize, TablePages tables) {
      super(ImageFormat.VDI, header.virtualSize(), header.blockBytes());
      this.header = header;
      this.fileSize = fileSize;
      this.tables = tables;
    }

    @Override
    protected long start(long block, long bytes) throws IOException {
      long number = tables.littleInt(header.mapOffset() + block * 4);
      if (number >= DISCARDED) {
        return NOWHERE;
      }
      long start = header.dataOffset() + number * header.blockBytes();
      if (start + bytes > fileSize) {
        throw damaged(
            "block %d lies at %d, and the file ends at %d".formatted(block, start, fileSize));
      }
      return start;
    }
  }
}
