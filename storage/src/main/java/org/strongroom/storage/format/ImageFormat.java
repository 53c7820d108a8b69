package org.strongroom.storage.format;

import java.util.Locale;
import java.util.Optional;

/** The disk image formats that are told apart. */
public enum ImageFormat {
  QCOW2,
  /** Any bytes that are none of the others. */
  RAW,
  ISO,
  VMDK;

  /** The name in answers and parameters: {@code qcow2}, {@code raw}, {@code iso}, {@code vmdk}. */
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
