package org.strongroom.storage.repository.clean;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.index.IndexFile.IndexedPack;
import org.strongroom.storage.repository.pack.PackHeader;
import org.strongroom.storage.repository.pack.PackedBlob;
import org.strongroom.storage.repository.work.BlobWriter;
import org.strongroom.storage.repository.work.RepositoryParts;

/** Packs that no index tells of: what a backup that was broken off sent last. */
public final class OrphanPacks {
  private final RepositoryParts parts;

  public OrphanPacks(RepositoryParts parts) {
    this.parts = parts;
  }

  /**
   * Lets a backup use what is in them. Packs that are to be deleted stay out; packs that the index
   * tells of and that are not there are passed over.
   */
  public void adopt(BlobIndex index, BlobWriter writer) throws IOException {
    Set<ContentId> condemned = new CondemnedPacks(parts).all();
    Set<ContentId> present = parts.files().list(FileKind.PACK).keySet();
    var absent = new HashSet<>(index.packs());
    absent.removeAll(present);
    writer.passOver(absent);
    for (ContentId pack : present) {
      if (index.hasPack(pack) || condemned.contains(pack)) {
        continue;
      }
      try (ByteSource file = parts.files().open(pack)) {
        List<PackedBlob> blobs = PackHeader.read(file, pack, parts.sealed().key());
        writer.adopt(new IndexedPack(pack, blobs));
      } catch (RepositoryException e) {
        // No pack of this repository.
      }
    }
  }
}
