package org.strongroom.storage.format.qcow2;

import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;

/**
 * Reads a qcow2 header as the format's specification has it (QEMU, docs/interop/qcow2) and refuses
 * what reaches beyond the file or beyond reason.
 */
public final class Qcow2HeaderReader {
  private static final long SECTOR = 512;
  private static final int V2_BYTES = 72;
  private static final int V3_BYTES = 104;
  private static final int MAX_L1_BYTES = 32 << 20;
  private static final int MAX_SNAPSHOTS = 65_536;
  private static final int MAX_REFCOUNT_BYTES = 8 << 20;

  private static final long DIRTY = 1;
  private static final long CORRUPT = 1 << 1;
  private static final long EXTERNAL_DATA = 1 << 2;
  private static final long COMPRESSION_TYPE = 1 << 3;
  private static final long EXTENDED_L2 = 1 << 4;
  private static final long RAW_EXTERNAL = 1 << 1;
  private static final long KNOWN =
      DIRTY | CORRUPT | EXTERNAL_DATA | COMPRESSION_TYPE | EXTENDED_L2;

  private Qcow2HeaderReader() {}

  /** Whether these are the first bytes of a qcow2 image, of whatever version. */
  public static boolean matches(HeaderBytes bytes) {
    return bytes.startsWith(0, "QFI\u00fb");
  }

  /**
   * Reads the header.
   *
   * @throws ImageFormatException if such an image must not be stored
   */
  public static ImageHeader header(HeaderBytes bytes) throws ImageFormatException {
    return read(bytes);
  }

  static Qcow2Header read(HeaderBytes bytes) throws ImageFormatException {
    bytes.require(8, "qcow2");
    int version = bytes.intAt(4);
    if (version == 1) {
      throw refused("its version 1 is no longer used; convert it with 'qemu-img convert -O qcow2'");
    }
    if (version != 2 && version != 3) {
      throw refused(
          "its version is %s, only 2 and 3 are known".formatted(Integer.toUnsignedString(version)));
    }
    bytes.require(version == 2 ? V2_BYTES : V3_BYTES, "qcow2");
    refuseOtherFiles(bytes);
    int clusterBits = bytes.intAt(20);
    if (clusterBits < 9 || clusterBits > 21) {
      throw refused(
          "a cluster of 2^%s bytes is outside of 512 bytes to 2 MiB"
              .formatted(Integer.toUnsignedString(clusterBits)));
    }
    long features = version == 3 ? features(bytes, clusterBits) : 0;
    checkExtensions(bytes, version == 3 ? bytes.unsignedIntAt(100) : V2_BYTES, 1L << clusterBits);
    var header =
        new Qcow2Header(
            version,
            clusterBits,
            bytes.longAt(24) & -SECTOR, // as QEMU reads it
            l1Entries(bytes),
            bytes.longAt(40),
            bytes.longAt(48),
            bytes.unsignedIntAt(56),
            snapshots(bytes),
            bytes.longAt(64),
            zstd(bytes, features),
            (features & EXTENDED_L2) != 0);
    check(header);
    return header;
  }

  private static void refuseOtherFiles(HeaderBytes bytes) throws ImageFormatException {
    if (bytes.longAt(8) != 0 || bytes.intAt(16) != 0) {
      throw refused(
          "it needs a backing file, which would not come with it; flatten it with 'qemu-img convert"
              + " -O qcow2'");
    }
    if (bytes.intAt(32) != 0) {
      throw refused("it is encrypted; store it decrypted ('qemu-img convert -O qcow2')");
    }
  }

  private static long features(HeaderBytes bytes, int clusterBits) throws ImageFormatException {
    long features = bytes.longAt(72);
    if ((features & EXTERNAL_DATA) != 0) {
      throw refused(
          "it keeps its data in an external file, which would not come with it; convert it with"
              + " 'qemu-img convert -O qcow2'");
    }
    if ((bytes.longAt(88) & RAW_EXTERNAL) != 0) {
      throw refused(
          "it says that its data lie raw in an external file, and names none; run 'qemu-img check'"
              + " on the original");
    }
    if ((features & CORRUPT) != 0) {
      throw refused("it is marked as corrupt; repair it with 'qemu-img check -r all'");
    }
    if ((features & ~KNOWN) != 0) {
      throw refused("it uses unknown features (0x%x)".formatted(features & ~KNOWN));
    }
    if ((features & EXTENDED_L2) != 0 && clusterBits < 14) {
      throw refused("extended entries need clusters of at least 16 KiB");
    }
    long headerLength = bytes.unsignedIntAt(100);
    if (headerLength < V3_BYTES || headerLength > 1L << clusterBits || headerLength % 8 != 0) {
      throw refused(
          "its header length %d is not a multiple of 8 from 104 to the cluster size"
              .formatted(headerLength));
    }
    long refcountOrder = bytes.unsignedIntAt(96);
    if (refcountOrder > 6) {
      throw refused("reference counts of 2^%d bits are unknown".formatted(refcountOrder));
    }
    return features;
  }

  /** Each tells its length; QEMU opens no image where one reaches beyond the first cluster. */
  private static void checkExtensions(HeaderBytes bytes, long start, long end)
      throws ImageFormatException {
    long at = start;
    while (at + 8 <= Math.min(end, bytes.length()) && bytes.intAt((int) at) != 0) {
      long length = bytes.unsignedIntAt((int) at + 4);
      if (length > end - at - 8) {
        throw refused("an extension of its header claims %d bytes".formatted(length));
      }
      at += 8 + Math.ceilDiv(length, 8) * 8;
    }
  }

  private static boolean zstd(HeaderBytes bytes, long features) throws ImageFormatException {
    if ((features & COMPRESSION_TYPE) == 0) {
      return false;
    }
    bytes.require(V3_BYTES + 1, "qcow2");
    int type = bytes.unsignedIntAt(100) > V3_BYTES ? bytes.unsignedByte(V3_BYTES) : 0;
    if (type != 1) {
      throw refused("its compression type %d is unknown".formatted(type));
    }
    return true;
  }

  private static int l1Entries(HeaderBytes bytes) throws ImageFormatException {
    long entries = bytes.unsignedIntAt(36);
    if (entries * 8 > MAX_L1_BYTES) {
      throw refused("a first-level table of %d entries is too large".formatted(entries));
    }
    return (int) entries;
  }

  private static int snapshots(HeaderBytes bytes) throws ImageFormatException {
    long snapshots = bytes.unsignedIntAt(60);
    if (snapshots > MAX_SNAPSHOTS) {
      throw refused("%d internal snapshots are too many".formatted(snapshots));
    }
    return (int) snapshots;
  }

  private static void check(Qcow2Header header) throws ImageFormatException {
    long size = header.virtualSize();
    if (size < 0 || size > ImageHeader.MAX_VIRTUAL_SIZE) {
      throw refused(
          "a virtual size of %s bytes is absurd; the most is 64 TiB"
              .formatted(Long.toUnsignedString(size)));
    }
    long perL1Entry = (long) header.l2Entries() << header.clusterBits();
    long needed = Math.ceilDiv(size, perL1Entry);
    if (header.l1Entries() < needed) {
      throw refused(
          "its first-level table has %d entries, a disk of %d bytes needs %d"
              .formatted(header.l1Entries(), size, needed));
    }
    if (header.refcountClusters() == 0) {
      throw refused("it has no reference count table; run 'qemu-img check -r all' on the original");
    }
    if (header.refcountClusters() << header.clusterBits() > MAX_REFCOUNT_BYTES) {
      throw refused("its reference count table is too large");
    }
    if (header.l1Entries() > 0) {
      aligned("first-level table", header.l1Offset(), header);
    }
    aligned("reference count table", header.refcountOffset(), header);
    if (header.snapshots() > 0) {
      aligned("snapshot table", header.snapshotsOffset(), header);
    }
  }

  private static void aligned(String what, long offset, Qcow2Header header)
      throws ImageFormatException {
    if (offset < 0 || offset % header.clusterSize() != 0) {
      throw refused(
          "its %s lies at %s, which no cluster begins at"
              .formatted(what, Long.toUnsignedString(offset)));
    }
    if (offset == 0) {
      throw refused("its %s lies over the header".formatted(what));
    }
  }

  private static ImageFormatException refused(String what) {
    return ImageFormatException.refused(ImageFormat.QCOW2, what);
  }
}
