package org.strongroom.storage.format.vhdx;

import java.io.IOException;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;

/** What the structures of a VHDX have in common: a signature, a CRC-32C, and identifiers. */
final class VhdxStructures {
  private static final int CHECKSUM_AT = 4;

  private VhdxStructures() {}

  /** Whether a structure of so many bytes has its signature and its checksum. */
  static boolean isSound(HeaderBytes bytes, String signature, int length) {
    if (bytes.length() < length || !bytes.startsWith(0, signature)) {
      return false;
    }
    var crc = new CRC32C();
    for (int i = 0; i < length; i++) {
      boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + 4;
      crc.update(own ? 0 : bytes.unsignedByte(i));
    }
    return crc.getValue() == bytes.littleIntAt(CHECKSUM_AT);
  }

  /** An identifier as it is usually written, in capitals. */
  static String guid(HeaderBytes bytes, int offset) {
    return "%08X-%04X-%04X-%04X-%s"
        .formatted(
            bytes.littleIntAt(offset),
            bytes.littleShortAt(offset + 4),
            bytes.littleShortAt(offset + 6),
            bytes.unsignedShortAt(offset + 8),
            HexFormat.of().withUpperCase().toHexDigits(bytes.longAt(offset + 8), 12));
  }

  /** Reads a structure that has to be there. */
  static HeaderBytes read(ByteSource file, long offset, int length, String what)
      throws IOException {
    HeaderBytes bytes = HeaderBytes.read(file, offset, length);
    if (bytes.length() < length) {
      throw new ImageFormatException(
          "the vhdx image is cut off: its %s ends at %d and the file at %d; copy it again"
              .formatted(what, offset + length, file.size()));
    }
    return bytes;
  }

  static ImageFormatException refused(String what) {
    return ImageFormatException.refused(ImageFormat.VHDX, what);
  }

  static ImageFormatException damaged(String what) {
    return ImageFormatException.damaged(ImageFormat.VHDX, what);
  }
}
