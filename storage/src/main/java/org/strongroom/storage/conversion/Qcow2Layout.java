package org.strongroom.storage.conversion;

import java.util.BitSet;

/**
 * Where everything lies in a qcow2 file that is written from start to end: header, reference
 * counts, first-level table, second-level tables, data in the order of the disk.
 *
 * @param used clusters of the disk that have data
 * @param tables second-level tables that are needed: those with a used cluster
 * @param countTableClusters of the reference count table
 * @param countBlocks blocks of reference counts, a cluster each
 * @param firstLevelClusters of the first-level table
 * @param dataClusters clusters with data
 */
record Qcow2Layout(
    long virtualSize,
    BitSet used,
    BitSet tables,
    long countTableClusters,
    long countBlocks,
    long firstLevelClusters,
    long dataClusters) {
  static final int CLUSTER_BITS = 16;
  static final int CLUSTER = 1 << CLUSTER_BITS;

  /** Entries of a second-level table. */
  static final int PER_TABLE = CLUSTER / 8;

  private static final int COUNTS_PER_BLOCK = CLUSTER / 2;

  static Qcow2Layout of(long virtualSize, BitSet used) {
    BitSet tables = new BitSet();
    for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
      tables.set(i / PER_TABLE);
    }
    long entries = entries(virtualSize);
    long firstLevel = Math.max(Math.ceilDiv(entries * 8, CLUSTER), 1);
    long others = 1 + firstLevel + tables.cardinality() + used.cardinality();
    long blocks = 1;
    long countTable = 1;
    while (true) {
      long all = others + blocks + countTable;
      long needed = Math.ceilDiv(all, COUNTS_PER_BLOCK);
      long neededTable = Math.ceilDiv(needed * 8, CLUSTER);
      if (needed <= blocks && neededTable <= countTable) {
        break;
      }
      blocks = Math.max(blocks, needed);
      countTable = Math.max(countTable, neededTable);
    }
    return new Qcow2Layout(
        virtualSize, used, tables, countTable, blocks, firstLevel, used.cardinality());
  }

  private static long entries(long virtualSize) {
    return Math.ceilDiv(virtualSize, (long) CLUSTER * PER_TABLE);
  }

  /** Entries of the first-level table. */
  long firstLevelEntries() {
    return entries(virtualSize);
  }

  long countTableOffset() {
    return CLUSTER;
  }

  long countBlocksOffset() {
    return countTableOffset() + countTableClusters * CLUSTER;
  }

  long firstLevelOffset() {
    return countBlocksOffset() + countBlocks * CLUSTER;
  }

  long tablesOffset() {
    return firstLevelOffset() + firstLevelClusters * CLUSTER;
  }

  long dataOffset() {
    return tablesOffset() + (long) tables.cardinality() * CLUSTER;
  }

  long fileBytes() {
    return dataOffset() + dataClusters * CLUSTER;
  }
}
