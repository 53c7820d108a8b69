package org.strongroom.storage.format.vhdx;

import java.io.IOException;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.DiskMap;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.MappedDisk;
import org.strongroom.storage.format.Segment;
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
    return new MappedDisk(file, new BlockMap(regions, metadata, file.size(), tables));
  }

  /** One table of blocks, with entries for bitmaps between them that only children need. */
  private record BlockMap(
      VhdxRegions regions, VhdxMetadata metadata, long fileSize, TablePages tables)
      implements DiskMap {
    private static final long OFFSET_MASK = -1L << 20;

    @Override
    public ImageFormat format() {
      return ImageFormat.VHDX;
    }

    @Override
    public long virtualSize() {
      return metadata.virtualSize();
    }

    @Override
    public Segment at(long position, long wanted) throws IOException {
      long block = position / metadata.blockBytes();
      long inBlock = position % metadata.blockBytes();
      long length = Math.min(metadata.blockBytes() - inBlock, virtualSize() - position);
      long index = block + block / metadata.chunkBlocks();
      long entry = tables.littleLong(regions.blockTable().offset() + index * 8);
      return switch ((int) (entry & 7)) {
        case 0, 1, 2, 3, 5 -> new Segment.Zero(length);
        case 6 -> {
          long start = entry & OFFSET_MASK;
          check(block, start, inBlock + length);
          yield new Segment.Data(start + inBlock, length);
        }
        case 7 -> throw VhdxStructures.refused("parts of its blocks lie in a parent disk");
        default -> throw VhdxStructures.damaged("the state of block %d is none".formatted(block));
      };
    }

    private void check(long block, long start, long bytes) throws ImageFormatException {
      if (start <= 0 || start > fileSize - bytes) {
        throw VhdxStructures.damaged(
            "block %d lies at %s, and the file ends at %d"
                .formatted(block, Long.toUnsignedString(start), fileSize));
      }
      if (regions.blockTable().overlaps(start, bytes)
          || regions.metadata().overlaps(start, bytes)) {
        throw VhdxStructures.damaged(
            "block %d lies at %d, where the tables are".formatted(block, start));
      }
    }
  }
}
