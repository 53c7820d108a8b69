package org.strongroom.storage.repository.clean;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.index.IndexFile.IndexedPack;
import org.strongroom.storage.repository.index.IndexFiles;
import org.strongroom.storage.repository.pack.PackHeader;
import org.strongroom.storage.repository.pack.PackedBlob;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.Snapshots;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * The last look before packs are deleted: programs that take no locks may have made generations
 * meanwhile that stand on them.
 */
final class Rescue {
  private final RepositoryParts parts;
  private final BlobIndex index;

  Rescue(RepositoryParts parts, BlobIndex index) {
    this.parts = parts;
    this.index = index;
  }

  /**
   * Puts packs into the index again that have what no other one has; they leave {@code due}. Bad
   * ones do not: what was good in them was moved.
   *
   * @param generations those that were there before the index was read
   */
  void takeBackWhatIsNeeded(Set<ContentId> due, Set<ContentId> generations) throws IOException {
    if (due.isEmpty() || isWhole(generations)) {
      return;
    }
    var back = new ArrayList<IndexedPack>();
    var ids = new HashSet<ContentId>();
    for (ContentId pack : due) {
      try (ByteSource file = parts.files().open(pack)) {
        List<PackedBlob> blobs = PackHeader.read(file, pack, parts.sealed().key());
        if (blobs.stream().anyMatch(blob -> !index.contains(blob.type(), blob.id()))
            && parts.files().isItself(FileKind.PACK, pack)) {
          back.add(new IndexedPack(pack, blobs));
          ids.add(pack);
        }
      } catch (RepositoryException e) {
        // Gone, or no pack: nothing to take back.
      }
    }
    IndexFiles.write(parts.sealed(), back);
    due.removeAll(ids);
  }

  private boolean isWhole(Set<ContentId> generations) throws IOException {
    try {
      new Marking(parts.blobs(), index)
          .mark(new Snapshots(parts.sealed()), generations, WorkListener.NONE);
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }
}
