package org.strongroom.storage.format;

import java.io.IOException;
import org.strongroom.storage.ByteSource;

/** The disk that a guest sees in an image, whatever the format. */
public final class GuestDisk {
  private GuestDisk() {}

  /**
   * Opens the disk of an image. The result owns {@code image}.
   *
   * @throws ImageFormatException if the image is damaged, or its format can be kept but not read
   */
  public static ByteSource open(ImageFormat format, ByteSource image) throws IOException {
    return switch (format) {
      case RAW, ISO -> image;
      case QCOW2 -> Qcow2Reader.open(image);
      case VMDK ->
          throw new ImageFormatException(
              "the disk inside a vmdk image can not be read here; convert it with 'qemu-img convert -O qcow2'");
    };
  }
}
