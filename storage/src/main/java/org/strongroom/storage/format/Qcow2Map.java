package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.strongroom.storage.ByteSource;

/** Where the bytes of a guest's disk lie in a qcow2 file: the two levels of tables. */
final class Qcow2Map {
  static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
  private static final long COMPRESSED = 1L << 62;
  private static final long ALL_ZERO = 1;

  /** What a stretch of the disk is. */
  enum Kind {
    ZERO,
    DATA,
    COMPRESSED
  }

  /**
   * A stretch of the disk of one kind.
   *
   * @param offset of DATA in the file; of COMPRESSED the table's entry; else 0
   * @param length bytes, at least 1
   */
  record Extent(Kind kind, long offset, long length) {}

  private final Qcow2Header header;
  private final long fileSize;
  private final Qcow2Tables tables;
  private final int unitBits;

  private Qcow2Map(Qcow2Header header, long fileSize, Qcow2Tables tables) {
    this.header = header;
    this.fileSize = fileSize;
    this.tables = tables;
    this.unitBits = header.extendedL2() ? header.clusterBits() - 5 : header.clusterBits();
  }

  static Qcow2Map read(ByteSource file, Qcow2Header header) throws IOException {
    return new Qcow2Map(header, file.size(), Qcow2Tables.read(file, header));
  }

  /** The stretch that begins at {@code position}, followed no further than {@code wanted} bytes. */
  Extent at(long position, long wanted) throws IOException {
    long perTable = (long) header.l2Entries() << header.clusterBits();
    long tableEnd = (position / perTable + 1) * perTable;
    Optional<ByteBuffer> table = tables.secondLevel((int) (position / perTable));
    if (table.isEmpty()) {
      return new Extent(Kind.ZERO, 0, tableEnd - position);
    }
    Extent extent = unit(table.get(), position);
    if (extent.kind() == Kind.COMPRESSED) {
      return extent;
    }
    long length = extent.length();
    while (length < wanted && position + length < tableEnd) {
      Extent next = unit(table.get(), position + length);
      boolean continues =
          next.kind() == extent.kind()
              && (next.kind() == Kind.ZERO || next.offset() == extent.offset() + length);
      if (!continues) {
        break;
      }
      length += next.length();
    }
    return new Extent(extent.kind(), extent.offset(), length);
  }

  /** The rest of the cluster or subcluster at the position. */
  private Extent unit(ByteBuffer table, long position) throws ImageFormatException {
    long inCluster = position & (header.clusterSize() - 1);
    int index = (int) ((position >>> header.clusterBits()) % header.l2Entries());
    long entry = table.getLong(index * header.l2EntryBytes());
    if ((entry & COMPRESSED) != 0) {
      return new Extent(Kind.COMPRESSED, entry, header.clusterSize() - inCluster);
    }
    long unitSize = 1L << unitBits;
    long rest = unitSize - (inCluster & (unitSize - 1));
    long cluster = entry & OFFSET_MASK;
    boolean zero =
        header.extendedL2()
            ? zeroSubcluster(table.getLong(index * 16 + 8), (int) (inCluster >>> unitBits), cluster)
            : cluster == 0 || zeroCluster(entry);
    if (zero) {
      return new Extent(Kind.ZERO, 0, rest);
    }
    checkCluster(cluster);
    return new Extent(Kind.DATA, cluster + inCluster, rest);
  }

  private boolean zeroCluster(long entry) throws ImageFormatException {
    boolean zero = (entry & ALL_ZERO) != 0;
    if (zero && header.version() == 2) {
      throw damaged("a second-level entry has a flag that version 2 does not know");
    }
    return zero;
  }

  private static boolean zeroSubcluster(long bitmap, int index, long cluster)
      throws ImageFormatException {
    boolean allocated = (bitmap >>> index & 1) != 0;
    boolean zero = (bitmap >>> (index + 32) & 1) != 0;
    if (allocated && (zero || cluster == 0)) {
      throw damaged("a subcluster is both written and not");
    }
    return !allocated;
  }

  private void checkCluster(long offset) throws ImageFormatException {
    if (offset % header.clusterSize() != 0 || offset >= fileSize) {
      throw damaged(
          "a second-level entry leads to %d, which is no cluster of the file".formatted(offset));
    }
  }

  static ImageFormatException damaged(String what) {
    return new ImageFormatException(
        "the qcow2 image is damaged: " + what + "; run 'qemu-img check' on the original");
  }
}
