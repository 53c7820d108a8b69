package org.strongroom.storage.format.vmdk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.JoinedDisk;
import org.strongroom.storage.format.RawDisk;
import org.strongroom.storage.format.ZeroDisk;

/**
 * A VMDK whose descriptor is a file of its own, and whose data lie in files beside it, as programs
 * of VMware cut disks into parts of 2 GiB. Where those files are, the caller says: nothing is
 * opened by its name.
 */
public final class VmdkParts {
  /** Most bytes of a descriptor; a sparse VMDK with data has more. */
  public static final int MOST_OF_DESCRIPTOR = 64 * 1024;

  /** Opens the files of extents. */
  @FunctionalInterface
  public interface Opening {
    /**
     * The file of one.
     *
     * @return closed by whoever owns the whole disk
     */
    ByteSource open(VmdkExtent extent) throws IOException;
  }

  private VmdkParts() {}

  /** Whether a file is a descriptor alone. */
  public static boolean isDescriptor(byte[] file) {
    HeaderBytes head = new HeaderBytes(ByteBuffer.wrap(file));
    return file.length <= MOST_OF_DESCRIPTOR
        && VmdkHeaderReader.matches(head)
        && !head.startsWith(0, "KDMV")
        && !head.startsWith(0, "COWD");
  }

  /**
   * The extents that a descriptor names, in their order.
   *
   * @throws ImageFormatException if something is not understood, or leads to anything but files
   *     beside it
   */
  public static List<VmdkExtent> extents(byte[] descriptor) throws ImageFormatException {
    return VmdkDescriptor.extents(new String(descriptor, StandardCharsets.ISO_8859_1));
  }

  /**
   * The whole disk, whose parts have been checked.
   *
   * @param owner closed with it
   */
  public static Disk open(List<VmdkExtent> extents, Opening files, Closeable owner)
      throws IOException {
    var disk =
        new JoinedDisk(
            extents.stream().map(VmdkExtent::bytes).toList(),
            number -> part(extents.get(number), files),
            owner);
    disk.check();
    return disk;
  }

  private static Disk part(VmdkExtent extent, Opening files) throws IOException {
    Disk part =
        switch (extent.kind()) {
          case ZERO -> new ZeroDisk(extent.bytes());
          case FLAT -> new RawDisk(files.open(extent), extent.bytes());
          case SPARSE -> VmdkDisk.openPart(files.open(extent));
        };
    if (part.size() != extent.bytes()) {
      throw ImageFormatException.damaged(
          ImageFormat.VMDK,
          "its part '%s' has %d bytes of the disk, its descriptor says %d"
              .formatted(extent.file(), part.size(), extent.bytes()));
    }
    return part;
  }
}
