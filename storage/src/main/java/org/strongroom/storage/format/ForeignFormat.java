package org.strongroom.storage.format;

import java.util.List;

/**
 * Formats that are not taken, and that would pass for raw disks. Whoever opens such an image later
 * may follow it into other files, or give a guest the container instead of the disk.
 */
record ForeignFormat(String name, int offset, String magic) {
  private static final List<ForeignFormat> KNOWN =
      List.of(
          new ForeignFormat("VDI (VirtualBox)", 64, "\u007f\u0010\u00da\u00be"),
          new ForeignFormat("VHDX (Hyper-V)", 0, "vhdxfile"),
          new ForeignFormat("VHD (Hyper-V)", 0, "conectix"),
          new ForeignFormat("QED", 0, "QED\0"),
          new ForeignFormat("a Parallels disk", 0, "WithoutFreeSpace"),
          new ForeignFormat("a Parallels disk", 0, "WithouFreSpacExt"));

  /**
   * Refuses them.
   *
   * @throws ImageFormatException that names the format
   */
  static void refuse(HeaderBytes bytes) throws ImageFormatException {
    for (ForeignFormat format : KNOWN) {
      if (bytes.startsWith(format.offset, format.magic)) {
        throw new ImageFormatException(
            "the image is refused: it is %s, not raw; convert it with 'qemu-img convert -O qcow2'"
                .formatted(format.name));
      }
    }
  }
}
