package org.strongroom.storage.format.vdi;

import java.io.IOException;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.DiskMap;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.MappedDisk;
import org.strongroom.storage.format.Segment;
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
    return new MappedDisk(file, new BlockMap(header, file.size(), tables));
  }

  /** One table of block numbers. */
  private record BlockMap(VdiHeader header, long fileSize, TablePages tables) implements DiskMap {
    private static final long DISCARDED = 0xffff_fffeL;

    @Override
    public ImageFormat format() {
      return ImageFormat.VDI;
    }

    @Override
    public long virtualSize() {
      return header.virtualSize();
    }

    @Override
    public Segment at(long position, long wanted) throws IOException {
      long index = position / header.blockBytes();
      long inBlock = position % header.blockBytes();
      long length = Math.min(header.blockBytes() - inBlock, virtualSize() - position);
      long block = tables.littleInt(header.mapOffset() + index * 4);
      if (block >= DISCARDED) {
        return new Segment.Zero(length);
      }
      long start = header.dataOffset() + block * header.blockBytes();
      if (start + inBlock + length > fileSize) {
        throw ImageFormatException.damaged(
            ImageFormat.VDI,
            "block %d lies at %d, and the file ends at %d".formatted(index, start, fileSize));
      }
      return new Segment.Data(start + inBlock, length);
    }
  }
}
