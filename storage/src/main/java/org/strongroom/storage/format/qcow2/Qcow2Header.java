package org.strongroom.storage.format.qcow2;

import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;

/**
 * The header of a qcow2 image, version 2 or 3, without backing file, external data file or
 * encryption.
 *
 * @param clusterBits a cluster has 2 to this power bytes; 9 to 21
 * @param l1Entries entries of the first-level table
 * @param zstd clusters are compressed with zstd, else with deflate
 * @param extendedL2 entries of second-level tables have 16 bytes and tell 32 subclusters apart
 */
record Qcow2Header(
    int version,
    int clusterBits,
    long virtualSize,
    int l1Entries,
    long l1Offset,
    long refcountOffset,
    long refcountClusters,
    int snapshots,
    long snapshotsOffset,
    boolean zstd,
    boolean extendedL2)
    implements ImageHeader {

  /** A snapshot's entry has at least this many bytes. */
  private static final int SNAPSHOT_BYTES = 40;

  int clusterSize() {
    return 1 << clusterBits;
  }

  int l2EntryBytes() {
    return extendedL2 ? 16 : 8;
  }

  int l2Entries() {
    return clusterSize() / l2EntryBytes();
  }

  @Override
  public ImageFormat format() {
    return ImageFormat.QCOW2;
  }

  @Override
  public ImageInspection complete(long length) throws ImageFormatException {
    within("first-level table", l1Offset, l1Entries * 8L, length);
    within("reference count table", refcountOffset, refcountClusters << clusterBits, length);
    within("snapshot table", snapshotsOffset, snapshots * (long) SNAPSHOT_BYTES, length);
    return new ImageInspection(ImageFormat.QCOW2, virtualSize, length);
  }

  private static void within(String what, long offset, long bytes, long length)
      throws ImageFormatException {
    if (bytes > 0 && (offset > length || bytes > length - offset)) {
      throw new ImageFormatException(
          "the qcow2 image is cut off or damaged: its %s ends at %d and the file at %d; copy it again or run 'qemu-img check' on the original"
              .formatted(what, offset + bytes, length));
    }
  }
}
