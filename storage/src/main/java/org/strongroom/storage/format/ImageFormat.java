package org.strongroom.storage.format;

import java.util.Locale;
import java.util.Optional;

/** The disk image formats that are told apart. */
public enum ImageFormat {
  QCOW2,
  /** Any bytes that are none of the others. */
  RAW,
  ISO,
  VMDK,
  VHD,
  VHDX,
  VDI;

  /** Whether the bytes of a file are those of the disk, so that its digest is the disk's. */
  public boolean isPlain() {
    return this == RAW || this == ISO;
  }

  /** The name in answers and parameters: such as {@code qcow2}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format with this wire name; empty if there is none. */
  public static Optional<ImageFormat> ofWireName(String name) {
    for (ImageFormat format : values()) {
      if (format.wireName().equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
