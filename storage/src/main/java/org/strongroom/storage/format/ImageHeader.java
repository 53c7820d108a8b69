package org.strongroom.storage.format;

/**
 * The header of an image, read by ourselves and already checked as far as the first bytes allow.
 */
public interface ImageHeader {

  /** As many bytes from the start of an image as a header can need. */
  int HEAD_BYTES = 128 * 1024;

  /** No disk is larger: what claims to be is a mistake or an attack. 64 TiB. */
  long MAX_VIRTUAL_SIZE = 1L << 46;

  ImageFormat format();

  /**
   * Checks the header against the length of the file.
   *
   * @throws ImageFormatException if the file is cut off or the header points outside of it
   */
  ImageInspection complete(long length) throws ImageFormatException;
}
