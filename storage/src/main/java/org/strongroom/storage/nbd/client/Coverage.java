package org.strongroom.storage.nbd.client;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a reply have come: each has to once, in any order. */
final class Coverage {
  private final long length;
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  Coverage(long length) {
    this.length = length;
  }

  /**
   * Takes a stretch.
   *
   * @return whether it lies within the reply and nothing of it had come before
   */
  boolean add(long start, long count) {
    if (count < 1 || start < 0 || start > length - count) {
      return false;
    }
    long from = start;
    long to = start + count;
    Map.Entry<Long, Long> before = ranges.floorEntry(from);
    Map.Entry<Long, Long> after = ranges.ceilingEntry(from);
    if ((before != null && before.getValue() > from) || (after != null && after.getKey() < to)) {
      return false;
    }
    if (after != null && after.getKey() == to) {
      ranges.remove(to);
      to = after.getValue();
    }
    if (before != null && before.getValue() == from) {
      from = before.getKey();
    }
    ranges.put(from, to);
    return true;
  }

  boolean whole() {
    Map.Entry<Long, Long> first = ranges.firstEntry();
    return first != null && first.getKey() == 0 && first.getValue() == length;
  }
}
