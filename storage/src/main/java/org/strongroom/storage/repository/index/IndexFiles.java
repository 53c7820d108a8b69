package org.strongroom.storage.repository.index;

import java.util.ArrayList;
import java.util.List;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.index.IndexFile.IndexedPack;

/** Writes index files, none longer than restic likes them. */
public final class IndexFiles {
  /** About 8 MiB before compression. */
  private static final int MOST_BLOBS = 40_000;

  private IndexFiles() {}

  /** Writes as many files as it takes. */
  public static List<ContentId> write(SealedFiles files, List<IndexedPack> packs)
      throws StorageException {
    var written = new ArrayList<ContentId>();
    var some = new ArrayList<IndexedPack>();
    int blobs = 0;
    for (IndexedPack pack : packs) {
      if (blobs > 0 && blobs + pack.blobs().size() > MOST_BLOBS) {
        written.add(files.write(FileKind.INDEX, IndexFile.write(some)));
        some.clear();
        blobs = 0;
      }
      some.add(pack);
      blobs += pack.blobs().size();
    }
    if (!some.isEmpty()) {
      written.add(files.write(FileKind.INDEX, IndexFile.write(some)));
    }
    return written;
  }
}
