package org.strongroom.storage.format.vhdx;

import java.io.IOException;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.BlockMap;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.MappedDisk;
import org.strongroom.storage.format.TablePages;

/** The disk inside a VHDX, fixed or dynamic, whose log is empty. */
public final class VhdxDisk {
  private VhdxDisk() {}

  /**
   * Opens an image. The disk owns {@code file} from then on.
   *
   * @throws ImageFormatException if it is damaged or must not be read
   */
  public static Disk open(ByteSource file) throws IOException {
    if (!VhdxIdentifier.matches(HeaderBytes.read(file, 0, 8))) {
      throw new ImageFormatException("not a vhdx image: it does not begin with 'vhdxfile'");
    }
    VhdxRegions regions = VhdxRegions.read(file);
    VhdxMetadata metadata = VhdxMetadata.read(file, regions.metadata());
    if (metadata.tableEntries() * 8 > regions.blockTable().length()) {
      throw VhdxStructures.damaged(
          "its block table has %d bytes, too few for a disk of %d"
              .formatted(regions.blockTable().length(), metadata.virtualSize()));
    }
    var tables = new TablePages(file, ImageFormat.VHDX);
    return new MappedDisk(file, new Blocks(regions, metadata, file.size(), tables));
  }

  /** One table of blocks, with entries for bitmaps between them that only children need. */
  private static final class Blocks extends BlockMap {
    private static final long OFFSET_MASK = -1L << 20;

    private final VhdxRegions regions;
    private final VhdxMetadata metadata;
    private final long fileSize;
    private final TablePages tables;

    Blocks(VhdxRegions regions, VhdxMetadata metadata, long fileSize, TablePages tables) {
      super(ImageFormat.VHDX, metadata.virtualSize(), metadata.blockBytes());
      this.regions = regions;
      this.metadata = metadata;
      this.fileSize = fileSize;
      this.tables = tables;
    }

    @Override
    protected long start(long block, long bytes) throws IOException {
      long index = block + block / metadata.chunkBlocks();
      long entry = tables.littleLong(regions.blockTable().offset() + index * 8);
      return switch ((int) (entry & 7)) {
        case 0, 1, 2, 3, 5 -> NOWHERE;
        case 6 -> checked(block, entry & OFFSET_MASK, bytes);
        case 7 -> throw VhdxStructures.refused("parts of its blocks lie in a parent disk");
        default -> throw damaged("the state of block %d is none".formatted(block));
      };
    }

    private long checked(long block, long start, long bytes) throws ImageFormatException {
      if (start <= 0 || start > fileSize - bytes) {
        throw damaged(
            "block %d lies at %s, and the file ends at %d"
                .formatted(block, Long.toUnsignedString(start), fileSize));
      }
      if (regions.blockTable().overlaps(start, bytes)
          || regions.metadata().overlaps(start, bytes)) {
        throw damaged("block %d lies at %d, where the tables are".formatted(block, start));
      }
      return start;
    }
  }
}
