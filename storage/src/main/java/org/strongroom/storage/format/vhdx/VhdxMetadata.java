package org.strongroom.storage.format.vhdx;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageHeader;

/**
 * What the metadata of a VHDX say of its disk (MS-VHDX 2.6). Differencing ones are refused.
 *
 * @param chunkBlocks blocks of the disk after which the table has one entry for a bitmap
 */
record VhdxMetadata(long virtualSize, long blockBytes, long chunkBlocks) {
  private static final String FILE_PARAMETERS = "CAA16737-FA36-4D43-B3B6-33F0AA44E76B";
  private static final String VIRTUAL_SIZE = "2FA54224-CD1B-4876-B211-5DBED83BF4B8";
  private static final String SECTOR_SIZE = "8141BF1D-A96F-4709-BA47-F233A8FAAB5F";
  private static final String PHYSICAL_SECTOR_SIZE = "CDA348C7-445D-4471-9CC9-E9885251C556";
  private static final String DISK_ID = "BECA12AB-B2E6-4523-93EF-C309E000C746";
  private static final String PARENT = "A8D35F2D-B30B-454D-ABF7-D3D84834AB0C";
  private static final int TABLE_BYTES = 64 << 10;
  private static final int ENTRY_BYTES = 32;
  private static final int MOST_ENTRIES = 2047;
  private static final int REQUIRED = 1 << 2;
  private static final int HAS_PARENT = 1 << 1;

  static VhdxMetadata read(ByteSource file, VhdxRegions.Region region) throws IOException {
    HeaderBytes table = VhdxStructures.read(file, region.offset(), TABLE_BYTES, "metadata table");
    int count = table.littleShortAt(10);
    if (!table.startsWith(0, "metadata") || count > MOST_ENTRIES) {
      throw VhdxStructures.damaged("its metadata table is none");
    }
    Map<String, HeaderBytes> items = new HashMap<>();
    for (int i = 0; i < count; i++) {
      item(file, region, table, ENTRY_BYTES * (i + 1), items);
    }
    HeaderBytes parameters = required(items, FILE_PARAMETERS, 8);
    if (items.containsKey(PARENT) || (parameters.littleIntAt(4) & HAS_PARENT) != 0) {
      throw VhdxStructures.refused(
          "it needs a parent disk, which would not come with it; merge it ('Merge-VHD')");
    }
    long sector = required(items, SECTOR_SIZE, 4).littleIntAt(0);
    return of(required(items, VIRTUAL_SIZE, 8).littleLongAt(0), parameters.littleIntAt(0), sector);
  }

  private static VhdxMetadata of(long size, long block, long sector) throws IOException {
    if (sector != 512 && sector != 4096) {
      throw VhdxStructures.refused("sectors of %d bytes are unknown".formatted(sector));
    }
    if (block < 1 << 20 || block > 256 << 20 || Long.bitCount(block) != 1) {
      throw VhdxStructures.refused(
          "blocks of %d bytes are absurd; they have 1 to 256 MiB, a power of two".formatted(block));
    }
    if (size <= 0 || size > ImageHeader.MAX_VIRTUAL_SIZE || size % sector != 0) {
      throw VhdxStructures.refused(
          "a virtual size of %s bytes is absurd; it has whole sectors, and 64 TiB at most"
              .formatted(Long.toUnsignedString(size)));
    }
    return new VhdxMetadata(size, block, (sector << 23) / block);
  }

  private static void item(
      ByteSource file,
      VhdxRegions.Region region,
      HeaderBytes table,
      int at,
      Map<String, HeaderBytes> items)
      throws IOException {
    String guid = VhdxStructures.guid(table, at);
    switch (guid) {
      case FILE_PARAMETERS, VIRTUAL_SIZE, SECTOR_SIZE -> {
        long offset = table.littleIntAt(at + 16);
        if (offset < TABLE_BYTES || offset > region.length() - 8) {
          throw VhdxStructures.damaged("an item of its metadata lies outside of them");
        }
        HeaderBytes value = VhdxStructures.read(file, region.offset() + offset, 8, "metadata");
        if (items.put(guid, value) != null) {
          throw VhdxStructures.damaged("its metadata have an item twice");
        }
      }
      case PARENT -> items.put(guid, table);
      case PHYSICAL_SECTOR_SIZE, DISK_ID -> {}
      default -> {
        if ((table.littleIntAt(at + 24) & REQUIRED) != 0) {
          throw VhdxStructures.refused("it needs metadata that are unknown (%s)".formatted(guid));
        }
      }
    }
  }

  private static HeaderBytes required(Map<String, HeaderBytes> items, String guid, int bytes)
      throws IOException {
    HeaderBytes item = items.get(guid);
    if (item == null || item.length() < bytes) {
      throw VhdxStructures.damaged("its metadata lack what is needed (%s)".formatted(guid));
    }
    return item;
  }

  /** Entries that the block table needs. */
  long tableEntries() {
    long blocks = Math.ceilDiv(virtualSize, blockBytes);
    return blocks + (blocks - 1) / chunkBlocks;
  }
}
