package org.strongroom.storage.inspection;

import org.strongroom.storage.format.HeaderBytes;
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
   * @param declared what its owner says of it
   * @throws ImageFormatException if the image must not be stored
   */
  static ImageHeader read(HeaderBytes head, Declaration declared) throws ImageFormatException {
    if (declared.isRaw()) {
      return new RawHeader(0);
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
    if (!declared.namedRaw() && !declared.isVhd()) { // a VHD's end tells of it
      RawDiskSign.require(head);
    }
    return new RawHeader(RawDiskSign.lengthByTable(head));
  }
}
