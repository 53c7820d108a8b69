package org.strongroom.storage.format;

import java.nio.ByteBuffer;

/**
 * The header of an image, read by ourselves and already checked as far as the first bytes allow.
 */
public sealed interface ImageHeader permits IsoHeader, Qcow2Header, RawHeader, VmdkHeader {

  /** As many bytes from the start of an image as a header can need. */
  int HEAD_BYTES = 64 * 1024;

  /** No disk is larger: what claims to be is a mistake or an attack. 64 TiB. */
  long MAX_VIRTUAL_SIZE = 1L << 46;

  ImageFormat format();

  /**
   * Checks the header against the length of the file.
   *
   * @throws ImageFormatException if the file is cut off or the header points outside of it
   */
  ImageInspection complete(long length) throws ImageFormatException;

  /**
   * Tells the format by the first bytes and reads its header.
   *
   * @param head the first {@link #HEAD_BYTES} bytes of the image from its position on, fewer only
   *     if the image has no more
   * @throws ImageFormatException if the image must not be stored
   */
  static ImageHeader read(ByteBuffer head) throws ImageFormatException {
    var bytes = new HeaderBytes(head);
    if (Qcow2HeaderReader.matches(bytes)) {
      return Qcow2HeaderReader.read(bytes);
    }
    if (VmdkHeaderReader.matches(bytes)) {
      return VmdkHeaderReader.read(bytes);
    }
    if (IsoHeader.matches(bytes)) {
      return IsoHeader.read(bytes);
    }
    ForeignFormat.refuse(bytes);
    return new RawHeader();
  }
}
