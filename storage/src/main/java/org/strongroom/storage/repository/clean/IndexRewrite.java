package org.strongroom.storage.repository.clean;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.index.IndexFile;
import org.strongroom.storage.repository.index.IndexFile.IndexedPack;
import org.strongroom.storage.repository.index.IndexFiles;
import org.strongroom.storage.repository.work.RepositoryParts;

/** Takes packs out of the index, under the exclusive lock. */
record IndexRewrite(RepositoryParts parts) {
  private static final int MANY_FILES = 100;

  /**
   * Writes the index files anew that tell of the packs, the new ones before the old ones go. Many
   * files become few.
   */
  void without(Set<ContentId> dead) throws IOException {
    Set<ContentId> files = parts.files().list(FileKind.INDEX).keySet();
    boolean merges = files.size() > MANY_FILES;
    var kept = new ArrayList<IndexedPack>();
    var old = new ArrayList<ContentId>();
    for (ContentId file : files) {
      var live = new ArrayList<IndexedPack>();
      int[] removed = new int[1];
      try (InputStream stream = parts.sealed().open(FileKind.INDEX, file)) {
        IndexFile.read(
            stream,
            pack -> {
              if (dead.contains(pack.id())) {
                removed[0]++;
              } else {
                live.add(pack);
              }
            });
      }
      if (merges || removed[0] > 0) {
        kept.addAll(live);
        old.add(file);
      }
    }
    Set<ContentId> written = new HashSet<>(IndexFiles.write(parts.sealed(), kept));
    for (ContentId file : old) {
      if (!written.contains(file)) {
        parts.files().delete(FileKind.INDEX, file);
      }
    }
  }
}
