package org.strongroom.storage.inspection;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.RawDisk;
import org.strongroom.storage.format.qcow2.Qcow2Disk;
import org.strongroom.storage.format.vdi.VdiDisk;
import org.strongroom.storage.format.vhd.VhdDisk;
import org.strongroom.storage.format.vhdx.VhdxDisk;
import org.strongroom.storage.format.vmdk.VmdkDisk;

/** The disk that a guest sees in an image, whatever the format. */
public final class GuestDisks {
  private GuestDisks() {}

  /**
   * Opens the disk of an image, whose format is known: raw bytes are never looked at, whatever a
   * guest wrote there. The result owns {@code image}; after a failure the caller still does.
   *
   * @throws ImageFormatException if the image is damaged or must not be read
   */
  public static Disk open(ImageFormat format, ByteSource image) throws IOException {
    return switch (format) {
      case RAW, ISO -> new RawDisk(image, image.size());
      case QCOW2 -> Qcow2Disk.open(image, Optional.empty());
      case VMDK -> VmdkDisk.open(image);
      case VHD -> VhdDisk.open(image);
      case VHDX -> VhdxDisk.open(image);
      case VDI -> VdiDisk.open(image);
    };
  }

  /**
   * Opens an internal snapshot of an image.
   *
   * @param snapshot its name, or its id if none is called so
   * @throws ImageFormatException if it has none of that name, or is damaged
   */
  public static Disk openSnapshot(ImageFormat format, ByteSource image, String snapshot)
      throws IOException {
    if (format != ImageFormat.QCOW2) {
      throw ImageFormatException.refused(format, "only qcow2 images have internal snapshots");
    }
    return Qcow2Disk.open(image, Optional.of(snapshot));
  }
}
