package org.strongroom.storage.inspection;

import java.util.List;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormatException;

/**
 * Disk formats that are not taken, and that would pass for raw disks. Whoever opens such an image
 * later may follow it into other files, or give a guest the container instead of the disk.
 */
record ForeignFormat(String name, int offset, String magic) {
  private static final ForeignFormat BY_END = new ForeignFormat("an Apple disk image", 0, "koly");

  private static final List<ForeignFormat> KNOWN =
      List.of(
          new ForeignFormat("QED", 0, "QED\0"),
          new ForeignFormat("a Parallels disk", 0, "WithoutFreeSpace"),
          new ForeignFormat("a Parallels disk", 0, "WithouFreSpacExt"),
          new ForeignFormat("a Bochs disk", 0, "Bochs Virtual HD Image"),
          new ForeignFormat("a cloop image", 0, "#!/bin/sh\n#V2.0 Format\n"));

  /**
   * Refuses them.
   *
   * @throws ImageFormatException that names the format
   */
  static void refuse(HeaderBytes bytes) throws ImageFormatException {
    for (ForeignFormat format : KNOWN) {
      format.refuseIf(bytes);
    }
  }

  /**
   * Refuses those that only their last sector tells.
   *
   * @throws ImageFormatException that names the format
   */
  static void refuseByEnd(HeaderBytes end) throws ImageFormatException {
    BY_END.refuseIf(end);
  }

  private void refuseIf(HeaderBytes bytes) throws ImageFormatException {
    if (bytes.startsWith(offset, magic)) {
      throw new ImageFormatException(
          "the image is refused: it is %s, not raw; convert it with 'qemu-img convert -O qcow2'"
              .formatted(name));
    }
  }
}
