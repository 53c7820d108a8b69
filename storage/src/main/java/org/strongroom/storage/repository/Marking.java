package org.strongroom.storage.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

/** Finds out which blobs generations stand on: of each one copy, a bit in memory. */
final class Marking {
  private final Trees trees;
  private final BlobIndex index;
  private final Set<ContentId> generations = new HashSet<>();
  private final Set<ContentId> visited = new HashSet<>();
  private final BitSet used = new BitSet();
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
   * Marks what all generations stand on.
   *
   * @throws RepositoryException if one is damaged: what it stands on cannot be told then
   */
  void markAll(Snapshots snapshots) throws IOException {
    var found = new ArrayList<Generation>();
    var damage = new ArrayList<RepositoryException>();
    snapshots.forEach(found::add, damage::add);
    if (!damage.isEmpty()) {
      throw damage.getFirst();
    }
    for (Generation generation : found) {
      Interrupts.check();
      if (generations.add(generation.id())) {
        markTree(generation.tree());
      }
    }
  }

  private void markTree(ContentId root) throws IOException {
    var left = new ArrayList<ContentId>(List.of(root));
    while (!left.isEmpty()) {
      ContentId id = left.removeLast();
      if (!visited.add(id)) {
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
        return;
      }
      if (usedBytes[index.packNumber(entry)] > usedBytes[index.packNumber(kept)]) {
        kept = entry;
      }
    }
    used.set(kept);
    usedBytes[index.packNumber(kept)] += index.length(kept);
  }

  /** Lets generations be passed over that another marking has seen. */
  void skip(Marking other) {
    generations.addAll(other.generations);
    visited.addAll(other.visited);
  }

  /** The entries of the copies that are kept. */
  BitSet used() {
    return used;
  }

  /** Sealed bytes of a pack that are used, by its number. */
  long usedBytes(int pack) {
    return usedBytes[pack];
  }
}
