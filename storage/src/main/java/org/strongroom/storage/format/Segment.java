package org.strongroom.storage.format;

/** A stretch of a guest's disk that lies in one piece in the image, or nowhere. */
public sealed interface Segment {

  /** Bytes of the disk, at least 1. */
  long length();

  /** Nothing but zeros. */
  record Zero(long length) implements Segment {}

  /**
   * The bytes as they are.
   *
   * @param offset in the file
   */
  record Data(long offset, long length) implements Segment {}

  /**
   * Bytes of a unit that has to be unpacked first.
   *
   * @param start where the stretch begins in the unpacked unit
   */
  record Packed(Unit unit, int start, long length) implements Segment {}

  /**
   * A compressed unit.
   *
   * @param offset in the file
   * @param packedBytes most bytes that it takes there
   * @param bytes most bytes that it unpacks to
   * @param needed fewest bytes that it has to unpack to
   */
  record Unit(Packing packing, long offset, int packedBytes, int bytes, int needed) {}

  /** How a unit is compressed. */
  enum Packing {
    /** DEFLATE without a frame. */
    DEFLATE,
    ZSTD,
    /** zlib. */
    ZLIB,
    /** zlib behind a marker of 12 bytes, the last 4 of which tell its length. */
    MARKED_ZLIB
  }
}
