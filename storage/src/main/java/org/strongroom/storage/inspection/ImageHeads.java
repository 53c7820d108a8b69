package org.strongroom.storage.inspection;

import java.util.Optional;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.qcow2.Qcow2HeaderReader;
import org.strongroom.storage.format.vdi.VdiHeader;
import org.strongroom.storage.format.vhd.VhdFooter;
import org.strongroom.storage.format.vhdx.VhdxIdentifier;
import org.strongroom.storage.format.vmdk.VmdkHeaderReader;

/** Tells the format of an image by its first bytes, and reads its header. */
final class ImageHeads {
  private ImageHeads() {}

  /**
   * Reads a header.
   *
   * @param head the first {@link ImageHeader#HEAD_BYTES} bytes of the image, fewer only if the
   *     image has no more
   * @param declared the format that its owner says it has; what is said to be raw is not looked at,
   *     because a guest may write anything there
   * @throws ImageFormatException if the image must not be stored
   */
  static ImageHeader read(HeaderBytes head, Optional<ImageFormat> declared)
      throws ImageFormatException {
    if (declared.equals(Optional.of(ImageFormat.RAW))) {
      return new RawHeader();
    }
    if (Qcow2HeaderReader.matches(head)) {
      return Qcow2HeaderReader.header(head);
    }
    if (VhdxIdentifier.matches(head)) {
      return new VhdxIdentifier();
    }
    if (VhdFooter.matches(head)) {
      return VhdFooter.read(head);
    }
    if (VdiHeader.matches(head)) {
      return VdiHeader.read(head);
    }
    if (VmdkHeaderReader.matches(head)) {
      return VmdkHeaderReader.header(head);
    }
    if (IsoHeader.matches(head)) {
      return IsoHeader.read(head);
    }
    ForeignFormat.refuse(head);
    NoDisk.refuse(head);
    return new RawHeader();
  }
}
