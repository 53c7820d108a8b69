package org.strongroom.storage.repository;

import java.util.Optional;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.snapshot.IdList;

/**
 * The generation before a new one.
 *
 * @param file of the disk in it
 */
record Parent(Generation generation, FileNode file) {
  private static final int SHORTEST = 1 << 20;
  private static final int LONGEST = 8 << 20;

  /** The length of its blocks, which its successors keep, if it has blocks. */
  Optional<Integer> blockSize(BlobIndex index) {
    int longest = 0;
    IdList content = file.content();
    for (int i = 0; i < content.size(); i++) {
      int entry = index.find(BlobType.DATA, content.get(i));
      longest = Math.max(longest, entry < 0 ? 0 : index.plainLength(entry));
    }
    boolean isBlock = Integer.bitCount(longest) == 1 && longest >= SHORTEST && longest <= LONGEST;
    return isBlock ? Optional.of(longest) : Optional.empty();
  }

  ContentId tree() {
    return generation.tree();
  }
}
