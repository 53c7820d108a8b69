package org.strongroom.storage.nbd.client;

import java.util.ArrayList;
import java.util.List;

/** Cuts a stretch into requests that an export takes. */
final class Pieces {
  /** Bytes of one read or write: several of them keep the line and the server busy. */
  static final int MOST = 256 * 1024;

  /** Bytes of one write of zeros, which some servers write out. */
  static final int MOST_ZEROS = 32 << 20;

  private Pieces() {}

  /** From a position, to where the next one begins. */
  record Piece(long offset, int length) {}

  /**
   * Pieces that cover a stretch, whose ends they keep to.
   *
   * @param most bytes of one, at least the smallest block
   */
  static List<Piece> of(long from, long to, long most, ExportInfo export) {
    long size = most - most % export.leastBlock();
    List<Piece> pieces = new ArrayList<>();
    for (long at = from; at < to; at += size) {
      pieces.add(new Piece(at, (int) Math.min(size, to - at)));
    }
    return pieces;
  }

  /** Bytes of one read or write of an export. */
  static long most(ExportInfo export) {
    return Math.min(MOST, export.mostBytes());
  }
}
