package org.strongroom.storage.driver.swift;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * The segments of a file in their order. As many as a manifest takes are put together under one of
 * their own, and so on: a store takes a thousand of them, a large file has more.
 */
final class SegmentTree {
  private final SwiftStore store;
  private final String group;
  private final int fanOut;

  /** Segments in the first, manifests of them in the second; later lists come before earlier. */
  private final List<List<Piece>> levels;

  SegmentTree(SwiftStore store, String group, int fanOut, List<List<Piece>> levels) {
    this.store = store;
    this.group = group;
    this.fanOut = fanOut;
    this.levels = new ArrayList<>();
    levels.forEach(level -> this.levels.add(new ArrayList<>(level)));
  }

  List<List<Piece>> levels() {
    return levels;
  }

  /** Bytes of all. */
  long length() {
    return levels.stream().mapToLong(Manifests::size).sum();
  }

  void add(Piece segment) throws StorageException {
    add(0, segment);
  }

  private void add(int level, Piece piece) throws StorageException {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    if (levels.get(level).size() == fanOut) {
      fold(level);
    }
    levels.get(level).add(piece);
  }

  private void fold(int level) throws StorageException {
    List<Piece> pieces = levels.get(level);
    long start = 0;
    for (int higher = level + 1; higher < levels.size(); higher++) {
      start += Manifests.size(levels.get(higher));
    }
    String name = group + String.format(Locale.ROOT, "m%d-%016x", level + 1, start);
    store.putSegment(new Manifests(store).put(store.segments(), name, pieces));
    var folded = new Piece(name, Manifests.etag(pieces), Manifests.size(pieces), true);
    levels.set(level, new ArrayList<>());
    add(level + 1, folded);
  }

  /** As many pieces as one manifest takes. */
  List<Piece> finish() throws StorageException {
    for (int level = 0; level < levels.size() - 1; level++) {
      if (!levels.get(level).isEmpty()) {
        fold(level);
      }
    }
    return levels.isEmpty() ? List.of() : levels.getLast();
  }

  /** Leaves out what is behind the offset, and the segment that it lies within. */
  void cut(long offset) throws StorageException {
    while (length() > offset) {
      int level = 0;
      while (levels.get(level).isEmpty()) {
        level++;
      }
      Piece last = levels.get(level).removeLast();
      if (last.manifest()) {
        levels.set(level - 1, unfolded(last));
      }
    }
  }

  private List<Piece> unfolded(Piece manifest) throws StorageException {
    List<Piece> pieces = new ArrayList<>();
    for (Manifests.Entry entry :
        new Manifests(store)
            .read(store.segments(), manifest.name())
            .orElseThrow(() ->
                new StorageException(
                    Reason.FAILED, "segments of the unfinished write are missing"))) {
      pieces.add(new Piece(entry.object(), entry.etag(), entry.size(), entry.large()));
    }
    return pieces;
  }
}
