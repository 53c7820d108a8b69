package org.strongroom.storage.repository.clean;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.snapshot.IdList;
import org.strongroom.storage.repository.snapshot.TreeFile.Subtree;
import org.strongroom.storage.repository.snapshot.TreeFile.Tree;
import org.strongroom.storage.repository.work.BlobReader;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.Snapshots;
import org.strongroom.storage.repository.work.Trees;
import org.strongroom.storage.repository.work.WorkListener;

/** Finds out which blobs generations stand on: of each one copy, a bit in memory. */
public final class Marking {
  private final Trees trees;
  private final BlobIndex index;
  private final Set<ContentId> generations = new HashSet<>();

  /** Trees by the number of the generation that they were first met in. */
  private final Map<ContentId, Integer> visited = new HashMap<>();

  /** Trees that several generations have, with all that is below them. */
  private final Set<ContentId> common = new HashSet<>();

  private final BitSet used = new BitSet();
  private final BitSet usedHere = new BitSet();
  private final BitSet shared = new BitSet();
  private final long[] usedBytes;

  /**
   * @param index of all packs
   */
  Marking(BlobReader blobs, BlobIndex index) {
    this.trees = new Trees(blobs);
    this.index = index;
    this.usedBytes = new long[index.packs().size()];
  }

  /**
   * Marks what all generations stand on that are there now. The index is read when their names are
   * known, so that it has all that they need: others back up meanwhile, and what they write is
   * looked at by the next one.
   *
   * @param anew whether all index files are read, as if none had been before
   * @throws RepositoryException if a generation is damaged: what it stands on cannot be told then
   */
  public static Marking ofAll(RepositoryParts parts, boolean anew, WorkListener listener)
      throws IOException {
    var snapshots = new Snapshots(parts.sealed());
    Set<ContentId> there = snapshots.ids();
    var marking =
        new Marking(parts.blobs(), anew ? parts.index().reload() : parts.index().refresh());
    marking.mark(snapshots, there, listener);
    return marking;
  }

  /** The index that it was made by. */
  BlobIndex index() {
    return index;
  }

  /**
   * Marks what some generations stand on, unless it was done.
   *
   * @throws RepositoryException if one is damaged: what it stands on cannot be told then
   */
  void mark(Snapshots snapshots, Set<ContentId> some, WorkListener listener) throws IOException {
    var found = new ArrayList<Generation>();
    var damage = new ArrayList<RepositoryException>();
    snapshots.forEach(
        some.stream().filter(id -> !generations.contains(id)).toList(), found::add, damage::add);
    if (!damage.isEmpty()) {
      throw damage.getFirst();
    }
    int number = 0;
    for (Generation generation : found) {
      Interrupts.check();
      listener.marks(++number, found.size());
      if (generations.add(generation.id())) {
        usedHere.clear();
        markTree(generation.tree(), generations.size());
      }
    }
    for (ContentId tree : List.copyOf(common)) {
      shareAll(tree);
    }
  }

  private void markTree(ContentId root, int generation) throws IOException {
    var left = new ArrayList<ContentId>(List.of(root));
    while (!left.isEmpty()) {
      ContentId id = left.removeLast();
      Integer before = visited.putIfAbsent(id, generation);
      if (before != null) {
        if (before != generation) {
          common.add(id);
        }
        continue;
      }
      mark(BlobType.TREE, id);
      Tree tree = trees.read(id, any -> true);
      for (FileNode file : tree.files()) {
        IdList content = file.content();
        for (int i = 0; i < content.size(); i++) {
          mark(BlobType.DATA, content.get(i));
        }
      }
      for (Subtree directory : tree.directories()) {
        left.add(directory.tree());
      }
    }
  }

  /** What is below a tree that several generations have is shared though it was marked once. */
  private void shareAll(ContentId root) throws IOException {
    var left = new ArrayList<ContentId>(List.of(root));
    var seen = new HashSet<ContentId>();
    while (!left.isEmpty()) {
      Interrupts.check();
      ContentId id = left.removeLast();
      if (!seen.add(id)) {
        continue;
      }
      share(BlobType.TREE, id);
      Tree tree = trees.read(id, any -> true);
      for (FileNode file : tree.files()) {
        IdList content = file.content();
        for (int i = 0; i < content.size(); i++) {
          share(BlobType.DATA, content.get(i));
        }
      }
      for (Subtree directory : tree.directories()) {
        if (!common.contains(directory.tree())) {
          left.add(directory.tree());
        }
      }
    }
  }

  private void share(BlobType type, ContentId id) {
    for (int entry : index.findAll(type, id)) {
      if (used.get(entry)) {
        shared.set(entry);
      }
    }
  }

  /** Of several copies that one is kept whose pack is used most. */
  private void mark(BlobType type, ContentId id) throws RepositoryException {
    int[] entries = index.findAll(type, id);
    if (entries.length == 0) {
      throw new RepositoryException(
          Reason.MISSING,
          "a generation needs the blob %s, which no index has; nothing is cleaned up"
              .formatted(id));
    }
    int kept = entries[0];
    for (int entry : entries) {
      if (used.get(entry)) {
        if (!usedHere.get(entry)) {
          shared.set(entry);
        }
        return;
      }
      if (usedBytes[index.packNumber(entry)] > usedBytes[index.packNumber(kept)]) {
        kept = entry;
      }
    }
    used.set(kept);
    usedHere.set(kept);
    usedBytes[index.packNumber(kept)] += index.length(kept);
  }

  /** Lets generations be passed over that another marking has seen. */
  void skip(Marking other) {
    generations.addAll(other.generations);
    other.visited.keySet().forEach(tree -> visited.put(tree, 0));
  }

  /** The entries of the copies that are kept. */
  BitSet used() {
    return used;
  }

  /** Sealed bytes that are used. */
  long usedBytes() {
    return LongStream.of(usedBytes).sum();
  }

  /** Sealed bytes that several generations stand on. */
  long sharedBytes() {
    return shared.stream().mapToLong(index::length).sum();
  }

  /** Sealed bytes of a pack that are used, by its number. */
  long usedBytes(int pack) {
    return usedBytes[pack];
  }
}
