package org.strongroom.storage.format.vhdx;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.HeaderBytes;

/**
 * Where the two regions of a VHDX that tell of its disk lie (MS-VHDX 2.2).
 *
 * @param blockTable the block allocation table
 */
record VhdxRegions(Region blockTable, Region metadata) {
  private static final String BLOCK_TABLE = "2DC27766-F623-4200-9D64-115E9BFD4A08";
  private static final String METADATA = "8B7CA206-4790-4B9A-B8FE-575F050F886E";
  private static final int KIB_64 = 64 << 10;
  private static final int MIB = 1 << 20;
  private static final int HEADER_BYTES = 4096;
  private static final int ENTRY_BYTES = 32;
  private static final int MOST_ENTRIES = 2047;

  /** A stretch of the file. */
  record Region(long offset, long length) {
    boolean overlaps(long start, long bytes) {
      return offset < start + bytes && start < offset + length;
    }
  }

  /** Reads headers and region table, after checking that no log waits to be replayed. */
  static VhdxRegions read(ByteSource file) throws IOException {
    checkHeader(file);
    HeaderBytes table = table(file);
    long count = table.littleIntAt(8);
    if (count > MOST_ENTRIES) {
      throw VhdxStructures.damaged("its region table has %d entries".formatted(count));
    }
    Map<String, Region> regions = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int at = 16 + i * ENTRY_BYTES;
      String guid = VhdxStructures.guid(table, at);
      boolean known = guid.equals(BLOCK_TABLE) || guid.equals(METADATA);
      if (!known && (table.littleIntAt(at + 28) & 1) != 0) {
        throw VhdxStructures.refused("it needs a region that is unknown (%s)".formatted(guid));
      }
      Region region = new Region(table.littleLongAt(at + 16), table.littleIntAt(at + 24));
      check(region, file.size());
      if (known && regions.put(guid, region) != null) {
        throw VhdxStructures.damaged("its region table names a region twice");
      }
    }
    return both(regions.get(BLOCK_TABLE), regions.get(METADATA));
  }

  private static VhdxRegions both(@Nullable Region blockTable, @Nullable Region metadata)
      throws IOException {
    if (blockTable == null || metadata == null) {
      throw VhdxStructures.damaged("its region table does not name all that is needed");
    }
    if (blockTable.overlaps(metadata.offset(), metadata.length())) {
      throw VhdxStructures.damaged("its regions overlap");
    }
    return new VhdxRegions(blockTable, metadata);
  }

  private static void check(Region region, long fileSize) throws IOException {
    boolean sound =
        region.offset() >= MIB
            && region.offset() % MIB == 0
            && region.length() % MIB == 0
            && region.length() > 0
            && region.offset() <= fileSize - region.length();
    if (!sound) {
      throw VhdxStructures.damaged(
          "a region lies at %s, not in the file".formatted(Long.toUnsignedString(region.offset())));
    }
  }

  /** Of the two headers the sound one with the higher number counts. */
  private static void checkHeader(ByteSource file) throws IOException {
    HeaderBytes found = null;
    for (long offset : new long[] {KIB_64, 2 * KIB_64}) {
      HeaderBytes header = VhdxStructures.read(file, offset, HEADER_BYTES, "header");
      boolean newer =
          found == null || Long.compareUnsigned(header.littleLongAt(8), found.littleLongAt(8)) > 0;
      if (VhdxStructures.isSound(header, "head", HEADER_BYTES) && newer) {
        found = header;
      }
    }
    if (found == null) {
      throw VhdxStructures.damaged("neither of its headers is sound");
    }
    if (found.littleShortAt(66) != 1) {
      throw VhdxStructures.refused(
          "its version is %d, only 1 is known".formatted(found.littleShortAt(66)));
    }
    if (found.longAt(48) != 0 || found.longAt(56) != 0) {
      throw VhdxStructures.refused(
          "it was not closed, and its log waits to be replayed; attach and detach it once, or run"
              + " 'qemu-img check -r all'");
    }
  }

  private static HeaderBytes table(ByteSource file) throws IOException {
    for (long offset : new long[] {3 * KIB_64, 4 * KIB_64}) {
      HeaderBytes table = VhdxStructures.read(file, offset, KIB_64, "region table");
      if (VhdxStructures.isSound(table, "regi", KIB_64)) {
        return table;
      }
    }
    throw VhdxStructures.damaged("neither of its region tables is sound");
  }
}
