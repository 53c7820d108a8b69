package org.strongroom.storage.format.vmdk;

import java.io.IOException;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.DiskMap;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.Segment;
import org.strongroom.storage.format.TablePages;

/** Where the grains of a sparse VMDK lie: a directory, tables, grains. */
final class VmdkMap implements DiskMap {
  private static final long SECTOR = 512;

  private final VmdkHeader header;
  private final long fileSize;
  private final TablePages tables;

  /**
   * @param header with the offset of the directory
   */
  VmdkMap(ByteSource file, VmdkHeader header) throws IOException {
    this.header = header;
    this.fileSize = file.size();
    this.tables = new TablePages(file, ImageFormat.VMDK);
  }

  @Override
  public ImageFormat format() {
    return ImageFormat.VMDK;
  }

  @Override
  public long virtualSize() {
    return header.virtualSize();
  }

  @Override
  public Segment at(long position, long wanted) throws IOException {
    long covers = header.tableCovers();
    long tableEnd = (position / covers + 1) * covers;
    long table = tables.littleInt(header.directoryOffset() + position / covers * 4) * SECTOR;
    if (table == 0) {
      return new Segment.Zero(tableEnd - position);
    }
    if (table > fileSize - header.perTable() * 4L) {
      throw damaged("a grain table lies at %d, beyond the file".formatted(table));
    }
    long grain = position / header.grainBytes() * header.grainBytes();
    long first = grain(table, grain);
    long length = grain + header.grainBytes() - position;
    if (first != 0 && header.compressed()) {
      return new Segment.Packed(unit(first, grain), (int) (position - grain), length);
    }
    while (length < wanted && position + length < tableEnd) {
      long next = grain(table, position + length);
      if (first == 0 ? next != 0 : next != first + position + length - grain) {
        break;
      }
      length += header.grainBytes();
    }
    return first == 0
        ? new Segment.Zero(length)
        : new Segment.Data(first + position - grain, Math.min(length, virtualSize() - position));
  }

  /** Where the grain at a position lies; 0 for zeros. */
  private long grain(long table, long position) throws IOException {
    long index = position / header.grainBytes() % header.perTable();
    long entry = tables.littleInt(table + index * 4);
    if (entry == 0 || (entry == 1 && header.zeroGrains())) {
      return 0;
    }
    long offset = entry * SECTOR;
    long needed = header.compressed() ? 1 : Math.min(header.grainBytes(), virtualSize() - position);
    if (offset > fileSize - needed) {
      throw damaged("a grain lies at %d, beyond the file".formatted(offset));
    }
    long directory = header.directoryOffset();
    if (offset == SECTOR
        || (offset >= directory && offset < directory + header.directoryBytes())
        || (offset >= table && offset < table + header.perTable() * 4L)) {
      throw damaged("a grain lies at %d, where the tables are".formatted(offset));
    }
    return offset;
  }

  private Segment.Unit unit(long offset, long grain) {
    int bytes = header.grainBytes();
    return new Segment.Unit(
        header.marked() ? Segment.Packing.MARKED_ZLIB : Segment.Packing.ZLIB,
        offset,
        bytes + bytes / 8 + 1024, // what does not shrink grows by a little
        bytes,
        (int) Math.min(bytes, virtualSize() - grain));
  }

  private static ImageFormatException damaged(String what) {
    return ImageFormatException.damaged(ImageFormat.VMDK, what);
  }
}
