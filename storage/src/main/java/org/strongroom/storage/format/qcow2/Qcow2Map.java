package org.strongroom.storage.format.qcow2;

import java.io.IOException;
import java.util.BitSet;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.DiskMap;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.Segment;
import org.strongroom.storage.format.TablePages;
import org.strongroom.storage.format.TakenBytes;

/** Where the bytes of a guest's disk lie in a qcow2 file: the two levels of tables. */
final class Qcow2Map implements DiskMap {
  static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
  private static final long COMPRESSED = 1L << 62;
  private static final long ALL_ZERO = 1;
  private static final int SECTOR = 512;

  /** A bit for each cluster: 32 MiB, as a file of 16 TiB with usual clusters has. */
  private static final long MOST_LOOKED = 1 << 28;

  private final ByteSource file;
  private final Qcow2Header header;
  private final Qcow2State state;
  private final long fileSize;
  private final TablePages tables;
  private final int unitBits;

  private Qcow2Map(ByteSource file, Qcow2Header header, Qcow2State state) throws IOException {
    this.file = file;
    this.header = header;
    this.state = state;
    this.fileSize = file.size();
    this.tables = new TablePages(file, ImageFormat.QCOW2);
    this.unitBits = header.extendedL2() ? header.clusterBits() - 5 : header.clusterBits();
  }

  /** Reads the first-level table and checks every entry of it. */
  static Qcow2Map read(ByteSource file, Qcow2Header header, Qcow2State state) throws IOException {
    var map = new Qcow2Map(file, header, state);
    var taken = new TakenBytes(ImageFormat.QCOW2, file.size());
    for (int i = 0; i < state.l1Entries(); i++) {
      long table = map.firstLevel(i);
      map.checkSecondLevel(table);
      if (table != 0) {
        taken.take(table, header.clusterSize());
      }
    }
    return map;
  }

  @Override
  public ImageFormat format() {
    return ImageFormat.QCOW2;
  }

  @Override
  public long virtualSize() {
    return state.virtualSize();
  }

  @Override
  public void check(TakenBytes taken) throws IOException {
    long clusterSize = header.clusterSize();
    taken.take(0, clusterSize);
    taken.take(state.l1Offset(), state.l1Entries() * 8L);
    taken.take(header.refcountOffset(), header.refcountClusters() << header.clusterBits());
    BitSet looked = new BitSet();
    for (int i = 0; i < state.l1Entries(); i++) {
      long table = firstLevel(i);
      if (table != 0) {
        taken.take(table, clusterSize);
        look(table, looked);
      }
    }
    var tablesOfSnapshots = new TakenBytes(ImageFormat.QCOW2, fileSize);
    for (Qcow2State snapshot : new Qcow2Snapshots(file, header).all()) {
      tablesOfSnapshots.take(snapshot.l1Offset(), snapshot.l1Entries() * 8L);
      checkSnapshot(snapshot, looked);
    }
  }

  private void checkSnapshot(Qcow2State snapshot, BitSet looked) throws IOException {
    for (int i = 0; i < snapshot.l1Entries(); i++) {
      long table = tables.bigLong(snapshot.l1Offset() + i * 8L) & OFFSET_MASK;
      checkSecondLevel(table);
      if (table != 0 && look(table, looked)) {
        long covers = (long) header.l2Entries() << header.clusterBits();
        long position = 0;
        while (position < covers) {
          position += unit(table, position).length();
        }
      }
    }
  }

  /** Tables that several states share are looked at once, in files of any sensible size. */
  private boolean look(long table, BitSet looked) {
    long cluster = table >>> header.clusterBits();
    if (cluster >= MOST_LOOKED || looked.get((int) cluster)) {
      return false;
    }
    looked.set((int) cluster);
    return true;
  }

  @Override
  public Segment at(long position, long wanted) throws IOException {
    long perTable = (long) header.l2Entries() << header.clusterBits();
    long tableEnd = (position / perTable + 1) * perTable;
    long table = firstLevel(position / perTable);
    if (table == 0) {
      return new Segment.Zero(tableEnd - position);
    }
    Segment segment = unit(table, position);
    long length = segment.length();
    while (length < wanted && position + length < tableEnd) {
      Segment next = unit(table, position + length);
      if (!continues(segment, length, next)) {
        break;
      }
      length += next.length();
    }
    return switch (segment) {
      case Segment.Zero zero -> new Segment.Zero(length);
      case Segment.Data data -> new Segment.Data(data.offset(), length);
      case Segment.Packed packed -> packed;
    };
  }

  private static boolean continues(Segment segment, long length, Segment next) {
    return switch (segment) {
      case Segment.Zero zero -> next instanceof Segment.Zero;
      case Segment.Data data ->
          next instanceof Segment.Data more && more.offset() == data.offset() + length;
      case Segment.Packed packed -> false;
    };
  }

  /** Where a second-level table lies; 0 if nothing was ever written there. */
  private long firstLevel(long index) throws IOException {
    return index < state.l1Entries()
        ? tables.bigLong(state.l1Offset() + index * 8) & OFFSET_MASK
        : 0;
  }

  private void checkSecondLevel(long offset) throws ImageFormatException {
    if (offset % header.clusterSize() != 0 || offset > fileSize - header.clusterSize()) {
      throw noCluster("first", offset);
    }
  }

  /** Of a file that was cut, most entries lead behind its end. */
  private ImageFormatException noCluster(String level, long offset) {
    boolean cut = offset % header.clusterSize() == 0;
    return damaged(
        "a %s-level entry leads to %d, which is no cluster of the file%s"
            .formatted(
                level, offset, cut ? " of %d bytes: it may be cut off".formatted(fileSize) : ""));
  }

  /** The rest of the cluster or subcluster at the position. */
  private Segment unit(long table, long position) throws IOException {
    long inCluster = position & (header.clusterSize() - 1);
    long index = (position >>> header.clusterBits()) % header.l2Entries();
    long at = table + index * header.l2EntryBytes();
    long entry = tables.bigLong(at);
    if ((entry & COMPRESSED) != 0) {
      return new Segment.Packed(packed(entry), (int) inCluster, header.clusterSize() - inCluster);
    }
    if (header.extendedL2() && (int) tables.bigLong(at + 8) == 0) {
      return new Segment.Zero(header.clusterSize() - inCluster); // no subcluster is written
    }
    long unitSize = 1L << unitBits;
    long rest = unitSize - (inCluster & (unitSize - 1));
    long cluster = entry & OFFSET_MASK;
    boolean zero =
        header.extendedL2()
            ? zeroSubcluster(tables.bigLong(at + 8), (int) (inCluster >>> unitBits), cluster)
            : zeroCluster(entry) || cluster == 0;
    if (zero) {
      return new Segment.Zero(rest);
    }
    checkCluster(cluster, inCluster);
    return new Segment.Data(cluster + inCluster, rest);
  }

  private Segment.Unit packed(long entry) throws ImageFormatException {
    int offsetBits = 62 - (header.clusterBits() - 8);
    long offset = entry & ((1L << offsetBits) - 1);
    long sectors = ((entry & ((1L << 62) - 1)) >>> offsetBits) + 1;
    if (offset >= fileSize) {
      throw damaged("a compressed cluster lies beyond the file");
    }
    return new Segment.Unit(
        header.zstd() ? Segment.Packing.ZSTD : Segment.Packing.DEFLATE,
        offset,
        (int) (sectors * SECTOR - (offset & (SECTOR - 1))),
        header.clusterSize(),
        header.clusterSize());
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

  /** The last cluster of a file need not be whole, but its sectors are. */
  private void checkCluster(long cluster, long inCluster) throws ImageFormatException {
    if (cluster % header.clusterSize() != 0 || cluster >= fileSize) {
      throw noCluster("second", cluster);
    }
    if (cluster + inCluster < fileSize
        && fileSize - cluster < header.clusterSize()
        && fileSize % SECTOR != 0) {
      throw damaged("the file ends inside of a sector of its last cluster");
    }
  }

  static ImageFormatException damaged(String what) {
    return ImageFormatException.damaged(ImageFormat.QCOW2, what);
  }
}
