package org.strongroom.storage.conversion;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.stream.BlockStream;

/** A qcow2 file (version 3, clusters of 64 KiB) made cluster by cluster while it is read. */
final class Qcow2Stream extends BlockStream {
  private static final int CLUSTER = Qcow2Layout.CLUSTER;

  /** No other entry leads to the same cluster. */
  private static final long COPIED = 1L << 63;

  private static final int HEADER_BYTES = 104;
  private static final int REFCOUNT_ORDER = 4;

  private final Disk disk;
  private final Qcow2Layout layout;
  private final ByteBuffer cluster = ByteBuffer.allocate(CLUSTER);
  private long made;
  private int nextTable;
  private int nextUsed;
  private long nextData;

  Qcow2Stream(Disk disk, Qcow2Layout layout) {
    this.disk = disk;
    this.layout = layout;
    this.nextTable = layout.tables().nextSetBit(0);
    this.nextUsed = layout.used().nextSetBit(0);
    this.nextData = layout.dataOffset();
    cluster.limit(0);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!cluster.hasRemaining()) {
      if (made == layout.fileBytes()) {
        return -1;
      }
      cluster.clear();
      Arrays.fill(cluster.array(), (byte) 0);
      make(made);
      cluster.position(0).limit(CLUSTER);
      made += CLUSTER;
    }
    int count = Math.min(length, cluster.remaining());
    cluster.get(target, offset, count);
    return count;
  }

  /** Makes the cluster at this offset of the file. */
  private void make(long offset) throws IOException {
    if (offset == 0) {
      header();
    } else if (offset < layout.countBlocksOffset()) {
      countTable((offset - layout.countTableOffset()) / 8);
    } else if (offset < layout.firstLevelOffset()) {
      counts((offset - layout.countBlocksOffset()) / 2);
    } else if (offset < layout.tablesOffset()) {
      firstLevel((offset - layout.firstLevelOffset()) / 8);
    } else if (offset < layout.dataOffset()) {
      secondLevel();
    } else {
      data();
    }
  }

  private void header() {
    cluster.put("QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1)).putInt(3);
    cluster.putLong(0).putInt(0).putInt(Qcow2Layout.CLUSTER_BITS).putLong(layout.virtualSize());
    cluster.putInt(0).putInt((int) layout.firstLevelEntries()).putLong(layout.firstLevelOffset());
    cluster.putLong(layout.countTableOffset()).putInt((int) layout.countTableClusters());
    cluster.putInt(0).putLong(0); // no snapshots
    cluster.putLong(0).putLong(0).putLong(0); // no features
    cluster.putInt(REFCOUNT_ORDER).putInt(HEADER_BYTES);
  }

  private void countTable(long first) {
    for (long i = first; cluster.hasRemaining() && i < layout.countBlocks(); i++) {
      cluster.putLong(layout.countBlocksOffset() + i * CLUSTER);
    }
  }

  private void counts(long first) {
    long clusters = layout.fileBytes() / CLUSTER;
    for (long i = first; cluster.hasRemaining() && i < clusters; i++) {
      cluster.putShort((short) 1);
    }
  }

  private void firstLevel(long first) {
    long table = layout.tablesOffset();
    table += (long) layout.tables().get(0, (int) first).cardinality() * CLUSTER;
    for (long i = first; cluster.hasRemaining() && i < layout.firstLevelEntries(); i++) {
      boolean there = layout.tables().get((int) i);
      cluster.putLong(there ? table | COPIED : 0);
      table += there ? CLUSTER : 0;
    }
  }

  private void secondLevel() {
    int first = nextTable * Qcow2Layout.PER_TABLE;
    for (int i = first; cluster.hasRemaining(); i++) {
      boolean there = layout.used().get(i);
      cluster.putLong(there ? nextData | COPIED : 0);
      nextData += there ? CLUSTER : 0;
    }
    nextTable = layout.tables().nextSetBit(nextTable + 1);
  }

  private void data() throws IOException {
    long position = (long) nextUsed * CLUSTER;
    int length = (int) Math.min(CLUSTER, disk.size() - position);
    UsedClusters.read(disk, position, ByteBuffer.wrap(cluster.array(), 0, length));
    nextUsed = layout.used().nextSetBit(nextUsed + 1);
  }
}
