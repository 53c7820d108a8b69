package org.strongroom.storage.conversion;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.source.ImageSource;

/** A disk as the bytes of an image of another format, streamed once. */
public final class ConvertedDisk implements ImageSource {
  private static final int SECTOR = 512;

  /** The map of its clusters takes 32 MiB. */
  private static final long MOST_TO_QCOW2 = 16L << 40;

  private final Disk disk;
  private final InputStream stream;
  private final long length;

  private ConvertedDisk(Disk disk, InputStream stream, long length) {
    this.disk = disk;
    this.stream = stream;
    this.length = length;
  }

  /**
   * Begins a conversion. For qcow2 the data of the disk are read once before, to find out what is
   * zero and need not be kept.
   *
   * @param disk closed with the result; after a failure by the caller
   * @param target {@code RAW} or {@code QCOW2}
   * @throws ImageFormatException if it is too large
   * @throws IllegalArgumentException for other targets
   */
  public static ConvertedDisk of(Disk disk, ImageFormat target) throws IOException {
    return switch (target) {
      case RAW -> new ConvertedDisk(disk, new DiskStream(disk), disk.size());
      case QCOW2 -> {
        if (disk.size() > MOST_TO_QCOW2) {
          throw new ImageFormatException(
              "a disk of %d bytes is not converted to qcow2; the most is 16 TiB"
                  .formatted(disk.size()));
        }
        // QEMU leaves out what is no whole sector
        long size = Math.ceilDiv(disk.size(), SECTOR) * SECTOR;
        Qcow2Layout layout = Qcow2Layout.of(size, UsedClusters.of(disk));
        yield new ConvertedDisk(disk, new Qcow2Stream(disk, layout), layout.fileBytes());
      }
      case ISO, VMDK, VHD, VHDX, VDI ->
          throw new IllegalArgumentException("no disk is converted to " + target.wireName());
    };
  }

  @Override
  public OptionalLong length() {
    return OptionalLong.of(length);
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
