package org.strongroom.storage.repository.work;

import java.io.IOException;
import java.util.function.Consumer;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.snapshot.SnapshotFile;

/** The snapshots of a repository. */
public record Snapshots(SealedFiles files) {

  public Generation read(ContentId id) throws IOException {
    return SnapshotFile.read(id, files.read(FileKind.SNAPSHOT, id));
  }

  public void forEach(Consumer<Generation> each, Consumer<RepositoryException> damaged)
      throws IOException {
    for (ContentId id : files.files().list(FileKind.SNAPSHOT).keySet()) {
      try {
        each.accept(read(id));
      } catch (RepositoryException e) {
        if (e.reason() != Reason.MISSING) { // somebody may have forgotten or tagged it just now
          damaged.accept(e);
        }
      }
    }
  }
}
