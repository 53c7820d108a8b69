package org.strongroom.storage.repository.lock;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;

/** The lock files of a repository, and the taking of one. */
public final class Locks {
  private final SealedFiles files;
  private final LockRules rules;

  public Locks(SealedFiles files, LockRules rules) {
    this.files = files;
    this.rules = rules;
  }

  /** A lock that is there. */
  public record Found(ContentId id, StorageEntry entry, LockFile lock) {}

  /** All locks; files that hold none are told as exclusive ones of nobody. */
  public List<Found> list() throws IOException {
    var found = new ArrayList<Found>();
    for (Map.Entry<ContentId, StorageEntry> file : files.files().list(FileKind.LOCK).entrySet()) {
      try {
        LockFile lock = LockFile.parse(files.read(FileKind.LOCK, file.getKey()));
        found.add(new Found(file.getKey(), file.getValue(), lock));
      } catch (RepositoryException e) {
        if (e.reason() != Reason.MISSING) { // else it has gone meanwhile
          LockFile damaged = LockFile.damaged(file.getKey(), file.getValue().modified());
          found.add(new Found(file.getKey(), file.getValue(), damaged));
        }
      }
    }
    return found;
  }

  /** Removes a lock. */
  public void remove(ContentId lock) throws StorageException {
    files.files().delete(FileKind.LOCK, lock);
  }

  /**
   * Takes a lock, waiting for those of others. Locks of Strongroom servers that have not been
   * refreshed for half an hour are removed, by the storage's own clock; those of others never are.
   * A damaged one may be anybody's: it is waited for until whoever held it would have written it
   * anew, and then passed over.
   */
  public HeldLock take(boolean exclusive, LockWaiting waiting) throws IOException {
    while (true) {
      ContentId[] taken = new ContentId[1];
      Optional<Found> holder = attempt(exclusive, taken);
      if (holder.isEmpty()) {
        return new HeldLock(this, files, rules, exclusive, taken[0]);
      }
      waiting.waitsFor(holder.get().lock().describe());
      pause(rules.poll());
    }
  }

  /**
   * Puts who holds a lock that stands against this one, or the new lock's id into {@code taken}.
   */
  private Optional<Found> attempt(boolean exclusive, ContentId[] taken) throws IOException {
    for (Found other : list()) {
      if (conflicts(other, exclusive) && !other.lock().isOurs() && !other.lock().isDamaged()) {
        return Optional.of(other);
      }
    }
    ContentId own = write(exclusive);
    boolean kept = false;
    try {
      Optional<Found> holder = firstHolder(exclusive, own);
      taken[0] = own;
      kept = holder.isEmpty();
      return holder;
    } finally {
      if (!kept) {
        remove(own);
      }
    }
  }

  /** Looks again when the own lock lies there: another one may have come at the same time. */
  Optional<Found> firstHolder(boolean exclusive, ContentId own) throws IOException {
    List<Found> all = list();
    Instant now =
        all.stream()
            .filter(found -> found.id().equals(own))
            .findFirst()
            .map(found -> found.entry().modified())
            .orElse(Instant.MIN);
    for (Found other : all) {
      if (other.id().equals(own)) {
        continue;
      }
      boolean stale = other.entry().modified().plus(LockRules.STALE).isBefore(now);
      if (stale && other.lock().isOurs()) {
        remove(other.id());
      } else if (conflicts(other, exclusive) && !(stale && other.lock().isDamaged())) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  private static boolean conflicts(Found other, boolean exclusive) {
    return exclusive || other.lock().exclusive();
  }

  ContentId write(boolean exclusive) throws StorageException {
    var lock =
        new LockFile(
            rules.clock().instant(),
            exclusive,
            rules.hostname(),
            "strongroom",
            ProcessHandle.current().pid());
    return files.write(FileKind.LOCK, lock.json());
  }

  static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(Reason.LOCKED, "interrupted while waiting for a lock", e);
    }
  }
}
