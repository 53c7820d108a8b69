package org.strongroom.storage.repository.clean;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.lock.HeldLock;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.SealedBlob;
import org.strongroom.storage.repository.work.BlobWriter;
import org.strongroom.storage.repository.work.CommitCheck;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.WorkListener;

/** Takes bad packs out of the index, after what is good in them was moved. */
public final class Salvage {
  private final RepositoryParts parts;
  private final WorkListener listener;
  private int lost;

  public Salvage(RepositoryParts parts, WorkListener listener) {
    this.parts = parts;
    this.listener = listener;
  }

  public int run(Collection<ContentId> packs) throws IOException {
    Set<ContentId> bad = new HashSet<>(packs);
    try (HeldLock lock = parts.locks().take(false, listener::waitsFor)) {
      BlobIndex index = parts.index().reload();
      try (var writer =
          new BlobWriter(
              parts,
              new BlobIndex(),
              parts.options().packBytes(),
              2,
              new CommitCheck(parts, lock, listener)::confirmPacks)) {
        for (BlobType type : BlobType.values()) {
          move(index, bad, type, writer);
          writer.endPack();
        }
        writer.flush();
      }
    }
    try (var _ = parts.locks().take(true, listener::waitsFor)) {
      new CondemnedPacks(parts).write(List.copyOf(bad));
      new IndexRewrite(parts).without(bad);
    }
    parts.index().reload();
    return lost;
  }

  private void move(BlobIndex index, Set<ContentId> bad, BlobType type, BlobWriter writer)
      throws IOException {
    for (int entry = 0; entry < index.size(); entry++) {
      BlobIndex.Entry found = index.entry(entry);
      if (found.blob().type() == type && bad.contains(found.pack())) {
        Interrupts.check();
        try {
          SealedBlob good = parts.blobs().readSealed(found);
          if (writer.claim(type, found.blob().id())) {
            writer.add(good);
          }
        } catch (RepositoryException e) {
          lost++;
        }
      }
    }
  }
}
