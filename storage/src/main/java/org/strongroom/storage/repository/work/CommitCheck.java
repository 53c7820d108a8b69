package org.strongroom.storage.repository.work;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.index.IndexFile.IndexedPack;
import org.strongroom.storage.repository.lock.HeldLock;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.IdList;

/**
 * Looks, before a snapshot is written, whether all that it stands on is there. Nobody deletes
 * anything while the lock lies there; but administrators remove locks, and a process that was
 * paused has one that counts for dead.
 */
public final class CommitCheck {
  private static final int ATTEMPTS = 3;

  private final RepositoryParts parts;
  private final HeldLock lock;
  private final WorkListener listener;
  private boolean mustLook;

  public CommitCheck(RepositoryParts parts, HeldLock lock, WorkListener listener) {
    this.parts = parts;
    this.lock = lock;
    this.listener = listener;
  }

  /** Looks, before an index file tells of packs, whether they are there. */
  public void confirmPacks(List<IndexedPack> packs) throws IOException {
    if (lock.isIntact()) {
      return;
    }
    mustLook = true;
    lock.restore(listener::waitsFor);
    for (IndexedPack pack : packs) {
      if (parts.files().stat(FileKind.PACK, pack.id()).isEmpty()) {
        throw lost();
      }
    }
  }

  /**
   * @throws RepositoryException LOCK_LOST if something was deleted; a new backup stores it again
   */
  public void confirm(BlobWriter writer, IdList content, ContentId tree) throws IOException {
    for (int attempt = 0; mustLook || !lock.isIntact(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new RepositoryException(
            Reason.LOCK_LOST, "somebody removes the lock of this backup again and again");
      }
      if (!lock.isIntact()) {
        lock.restore(listener::waitsFor);
      }
      lookAtAll(writer, content, tree);
      mustLook = false;
    }
  }

  /**
   * The same right after the snapshot was written, which goes away again if it stands on nothing.
   */
  public void confirmWritten(BlobWriter writer, IdList content, ContentId tree, ContentId snapshot)
      throws IOException {
    try {
      confirm(writer, content, tree);
    } catch (RepositoryException e) {
      parts.files().delete(FileKind.SNAPSHOT, snapshot);
      throw e;
    }
  }

  private void lookAtAll(BlobWriter writer, IdList content, ContentId tree) throws IOException {
    BlobIndex index = parts.index().reload();
    Set<ContentId> packs = parts.files().list(FileKind.PACK).keySet();
    boolean whole = has(index, packs, BlobType.TREE, tree);
    for (int i = 0; whole && i < content.size(); i++) {
      whole = has(index, packs, BlobType.DATA, content.get(i));
    }
    if (!packs.containsAll(writer.packs())) {
      writer.withdraw(packs);
    }
    if (!whole) {
      throw lost();
    }
  }

  private static boolean has(BlobIndex index, Set<ContentId> packs, BlobType type, ContentId id) {
    for (int entry : index.findAll(type, id)) {
      if (packs.contains(index.entry(entry).pack())) {
        return true;
      }
    }
    return false;
  }

  private static RepositoryException lost() {
    return new RepositoryException(
        Reason.LOCK_LOST,
        "the lock of this backup was removed, and then what it had stored; back up once more");
  }
}
