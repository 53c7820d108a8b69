package org.strongroom.storage.repository.verify;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.lock.HeldLock;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.IdList;
import org.strongroom.storage.repository.snapshot.TreeFile;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.WorkListener;

/** Reads what a repository has of a file, wherever the file's blobs are known from. */
public final class FileProof {
  private final RepositoryParts parts;
  private final WorkListener listener;

  public FileProof(RepositoryParts parts, WorkListener listener) {
    this.parts = parts;
    this.listener = listener;
  }

  /** The packs that do not hold what the index says they have of the file, or of its tree. */
  public Set<ContentId> badPacks(FileNode file, BackupFacts facts) throws IOException {
    var bad = new HashSet<ContentId>();
    try (HeldLock _ = parts.locks().take(false, listener::waitsFor)) {
      BlobIndex index = parts.index().refresh();
      var seen = new HashSet<ContentId>();
      IdList content = file.content();
      long done = 0;
      for (int i = 0; i < content.size(); i++) {
        Interrupts.check();
        ContentId id = content.get(i);
        if (seen.add(id)) {
          look(index, BlobType.DATA, id, bad);
        }
        int entry = index.find(BlobType.DATA, id);
        done += entry < 0 ? 0 : index.plainLength(entry);
        listener.progress(done, file.size());
      }
      byte[] tree =
          TreeFile.write(new FileNode(facts.fileName(), file.size(), content), facts.time());
      look(index, BlobType.TREE, ContentId.of(tree), bad);
    }
    return bad;
  }

  private void look(BlobIndex index, BlobType type, ContentId id, Set<ContentId> bad)
      throws IOException {
    for (int number : index.findAll(type, id)) {
      BlobIndex.Entry entry = index.entry(number);
      if (bad.contains(entry.pack())) {
        continue;
      }
      try {
        parts.blobs().read(entry);
      } catch (RepositoryException e) {
        if (e.reason() != Reason.DAMAGED && e.reason() != Reason.MISSING) {
          throw e;
        }
        bad.add(entry.pack());
      }
    }
  }
}
