package org.strongroom.storage.format.vmdk;

import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;

/**
 * The header of a VMDK that is one sparse file, monolithicSparse or streamOptimized, or its footer.
 *
 * @param grainBytes bytes that are allocated together
 * @param perTable entries of a grain table
 * @param directoryOffset of the grain directory in bytes, or -1 if the footer tells it
 * @param compressed whether grains are compressed
 * @param marked whether markers stand before compressed grains
 * @param zeroGrains whether the table entry 1 stands for zeros
 * @param overhead bytes before the first grain
 */
record VmdkHeader(
    long virtualSize,
    int grainBytes,
    int perTable,
    long directoryOffset,
    boolean compressed,
    boolean marked,
    boolean zeroGrains,
    long overhead)
    implements ImageHeader {

  long tableCovers() {
    return (long) grainBytes * perTable;
  }

  long directoryBytes() {
    return Math.ceilDiv(virtualSize, tableCovers()) * 4;
  }

  /** Whether a footer, apart from where the directory lies, says the same. */
  boolean agreesWith(VmdkHeader footer) {
    return virtualSize == footer.virtualSize
        && grainBytes == footer.grainBytes
        && perTable == footer.perTable
        && compressed == footer.compressed
        && marked == footer.marked
        && zeroGrains == footer.zeroGrains;
  }

  @Override
  public ImageFormat format() {
    return ImageFormat.VMDK;
  }

  @Override
  public ImageInspection complete(long length) throws ImageFormatException {
    if (directoryOffset >= 0
        && (directoryOffset > length || directoryBytes() > length - directoryOffset)) {
      throw new ImageFormatException(
          "the vmdk image is cut off or damaged: its grain directory ends at %d and the file at %d; copy it again"
              .formatted(directoryOffset + directoryBytes(), length));
    }
    if (overhead > length) {
      throw new ImageFormatException(
          "the vmdk image is cut off: its grains begin at %d and the file ends at %d; copy it again"
              .formatted(overhead, length));
    }
    return new ImageInspection(ImageFormat.VMDK, virtualSize, length);
  }
}
