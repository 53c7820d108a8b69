package org.strongroom.storage.repository;

import java.io.IOException;
import java.util.Set;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.lock.HeldLock;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.IdList;

/**
 * Looks, before a snapshot is written, whether all that it stands on is there. Nobody deletes
 * anything while the lock lies there; but administrators remove locks, and a process that was
 * paused has one that counts for dead.
 */
final class CommitCheck {
  private static final int ATTEMPTS = 3;

  private final RepositoryParts parts;
  private final HeldLock lock;
  private final WorkListener listener;

  CommitCheck(RepositoryParts parts, HeldLock lock, WorkListener listener) {
    this.parts = parts;
    this.lock = lock;
    this.listener = listener;
  }

  /**
   * @throws RepositoryException LOCK_LOST if something was deleted; a new backup stores it again
   */
  void confirm(IdList content, ContentId tree) throws IOException {
    for (int attempt = 0; !lock.isIntact(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new RepositoryException(
            Reason.LOCK_LOST, "somebody removes the lock of this backup again and again");
      }
      lock.restore(listener::waitsFor);
      lookAtAll(content, tree);
    }
  }

  /**
   * The same right after the snapshot was written, which goes away again if it stands on nothing.
   */
  void confirmWritten(IdList content, ContentId tree, ContentId snapshot) throws IOException {
    try {
      confirm(content, tree);
    } catch (RepositoryException e) {
      parts.files().delete(FileKind.SNAPSHOT, snapshot);
      throw e;
    }
  }

  private void lookAtAll(IdList content, ContentId tree) throws IOException {
    BlobIndex index = parts.index().reload();
    Set<ContentId> packs = parts.files().list(FileKind.PACK).keySet();
    require(index, packs, BlobType.TREE, tree);
    for (int i = 0; i < content.size(); i++) {
      require(index, packs, BlobType.DATA, content.get(i));
    }
  }

  private static void require(BlobIndex index, Set<ContentId> packs, BlobType type, ContentId id)
      throws RepositoryException {
    for (int entry : index.findAll(type, id)) {
      if (packs.contains(index.entry(entry).pack())) {
        return;
      }
    }
    throw new RepositoryException(
        Reason.LOCK_LOST,
        "the lock of this backup was removed, and then what it had stored; back up once more");
  }
}
