package org.strongroom.storage.driver.sftp.wire;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Where a file has data; all else of it reads as zeros and need not be asked for. */
public final class DataMap {
  private static final DataMap ALL = new DataMap(List.of(new Piece(0, Long.MAX_VALUE)));

  private final NavigableMap<Long, Long> pieces = new TreeMap<>();

  /**
   * A piece of data.
   *
   * @param start offset of its first byte
   * @param end offset behind its last
   */
  public record Piece(long start, long end) {}

  private DataMap(List<Piece> data) {
    data.forEach(piece -> pieces.put(piece.start(), piece.end()));
  }

  /** Nothing is known of holes. */
  public static DataMap all() {
    return ALL;
  }

  /**
   * All data that there is.
   *
   * @param data in order, none of which overlap
   */
  public static DataMap of(List<Piece> data) {
    return new DataMap(data);
  }

  /** Whether there is data at an offset. */
  public boolean hasData(long offset) {
    var before = pieces.floorEntry(offset);
    return before != null && before.getValue() > offset;
  }

  /** Where the piece or the hole ends that an offset lies in. */
  public long end(long offset) {
    var before = pieces.floorEntry(offset);
    if (before != null && before.getValue() > offset) {
      return before.getValue();
    }
    var next = pieces.higherKey(offset);
    return next == null ? Long.MAX_VALUE : next;
  }
}
