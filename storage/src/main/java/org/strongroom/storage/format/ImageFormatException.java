package org.strongroom.storage.format;

import java.io.IOException;

/**
 * An image that is damaged or that must not be stored: the message says what is wrong with it and
 * what its owner can do.
 */
public class ImageFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public ImageFormatException(String message) {
    super(message);
  }

  public ImageFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /** An image whose tables or data are not as they should be. */
  public static ImageFormatException damaged(ImageFormat format, String what) {
    String advice =
        switch (format) {
          case QCOW2, VDI, VHDX -> "run 'qemu-img check' on the original";
          case VMDK, VHD, ISO, RAW -> "copy it again";
        };
    return new ImageFormatException(
        "the %s image is damaged: %s; %s".formatted(format.wireName(), what, advice));
  }

  /** An image that is not taken as it is. */
  public static ImageFormatException refused(ImageFormat format, String what) {
    return new ImageFormatException(
        "the %s image is refused: %s".formatted(format.wireName(), what));
  }
}
