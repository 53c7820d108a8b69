package org.strongroom.storage.format.vhdx;

import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;

/** The first bytes of a VHDX, which tell nothing but that it is one. */
public record VhdxIdentifier() implements ImageHeader {

  /** Whether these are the first bytes of a VHDX. */
  public static boolean matches(HeaderBytes bytes) {
    return bytes.startsWith(0, "vhdxfile");
  }

  @Override
  public ImageFormat format() {
    return ImageFormat.VHDX;
  }

  @Override
  public ImageInspection complete(long length) {
    return new ImageInspection(ImageFormat.VHDX, 0, length);
  }
}
