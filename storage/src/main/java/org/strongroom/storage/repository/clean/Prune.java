package org.strongroom.storage.repository.clean;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.lock.HeldLock;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.PackedBlob;
import org.strongroom.storage.repository.pack.SealedBlob;
import org.strongroom.storage.repository.work.BlobWriter;
import org.strongroom.storage.repository.work.CommitCheck;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.Snapshots;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * One clean-up. Beside others' work it finds out what is used, and moves what is left of packs that
 * are hardly used. Under the exclusive lock, for seconds, it takes the dead packs out of the index.
 * Their files go by a later clean-up. Broken off anywhere it leaves a whole repository, of which
 * the next one cleans up more.
 */
public final class Prune {
  private static final Logger LOG = LoggerFactory.getLogger(Prune.class);
  private static final Duration LONGEST_WRITE = Duration.ofDays(1);
  private static final int MANY_SMALL_PACKS = 10;

  private final RepositoryParts parts;
  private final PruneOptions options;
  private final WorkListener listener;

  /** Packs that have nothing that is needed, unless it turns out that they have. */
  private final Set<ContentId> dead = new HashSet<>();

  /** Packs that this work wrote and the index tells of. */
  private final Set<ContentId> written = new HashSet<>();

  private Map<ContentId, StorageEntry> packs = Map.of();
  private List<StorageEntry> unfinished = List.of();
  private long movedBytes;

  public Prune(RepositoryParts parts, PruneOptions options, WorkListener listener) {
    this.parts = parts;
    this.options = options;
    this.listener = listener;
  }

  public PruneResult run() throws IOException {
    var condemned = new CondemnedPacks(parts);
    CondemnedPacks.Deleted deleted;
    Marking marking;
    BlobIndex index;
    Set<ContentId> waiting;
    RepositoryUsage usage;
    Optional<Duration> nextIn;
    RoomForLock.Taken taken =
        new RoomForLock(parts, condemned).take(options.grace(), listener::waitsFor);
    try (HeldLock lock = taken.lock()) {
      Instant now = lock.time();
      deleted = condemned.deleteOld(now, options.grace()).and(taken.deleted());
      nextIn = condemned.nextIn(now, options.grace());
      waiting = condemned.all();
      marking = Marking.ofAll(parts, true, listener);
      index = marking.index();
      packs = parts.files().list(FileKind.PACK);
      unfinished = unfinishedWrites(now);
      long stored = packs.values().stream().mapToLong(StorageEntry::size).sum();
      usage = RepositoryUsage.of(packs.size(), stored, marking);
      Set<ContentId> moved = choose(index, marking, waiting);
      move(lock, index, marking, moved);
    }
    taken.lock().requireRemoved();
    long bytes = 0;
    HeldLock alone = parts.locks().take(true, listener::waitsFor);
    try (alone) {
      spare(index, marking);
      if (!dead.isEmpty()) {
        condemned.write(List.copyOf(dead));
        for (ContentId pack : dead) {
          StorageEntry entry = packs.get(pack);
          bytes += entry == null ? 0 : entry.size();
        }
      }
      new IndexRewrite(parts).without(dead);
      for (StorageEntry entry : unfinished) {
        parts.files().abandon(entry);
      }
    }
    alone.requireRemoved();
    parts.index().reload();
    if (nextIn.isEmpty() && !dead.isEmpty()) {
      nextIn = Optional.of(options.grace());
    }
    return new PruneResult(
        dead.size(), bytes, movedBytes, deleted.packs(), deleted.bytes(), usage, nextIn);
  }

  /**
   * Who wrote them has ended when the exclusive lock was had. Locks and keys are written without
   * one: whoever has not ended that within a day was killed.
   */
  private List<StorageEntry> unfinishedWrites(Instant now) throws IOException {
    var found = new ArrayList<StorageEntry>();
    for (FileKind kind : FileKind.values()) {
      boolean byItself = kind == FileKind.LOCK || kind == FileKind.KEY;
      parts.files().unfinished(kind).stream()
          .filter(entry -> !byItself || entry.modified().plus(LONGEST_WRITE).isBefore(now))
          .forEach(found::add);
    }
    return found;
  }

  /** Wholly dead packs first, which need no room; of the others the emptiest ones are moved. */
  private Set<ContentId> choose(BlobIndex index, Marking marking, Set<ContentId> waiting) {
    List<ContentId> numbered = index.packs();
    var sparse = new ArrayList<Integer>();
    var small = new ArrayList<Integer>();
    for (int number = 0; number < numbered.size(); number++) {
      StorageEntry entry = packs.get(numbered.get(number));
      long size = entry == null ? Long.MAX_VALUE : entry.size();
      // One that is not there stays: a verification tells of it.
      if (marking.usedBytes(number) == 0) {
        dead.add(numbered.get(number));
      } else if (entry != null && marking.usedBytes(number) < options.leastUse() * size) {
        sparse.add(number);
      } else if (size < parts.options().packBytes() / 4) {
        small.add(number);
      }
    }
    for (ContentId pack : packs.keySet()) {
      if (!index.hasPack(pack) && !waiting.contains(pack)) {
        dead.add(pack); // what a work that was broken off has left
      }
    }
    if (small.size() >= MANY_SMALL_PACKS) {
      sparse.addAll(small);
    }
    sparse.sort((a, b) -> Long.compare(marking.usedBytes(a), marking.usedBytes(b)));
    var moved = new HashSet<ContentId>();
    long bytes = 0;
    for (int number : sparse) {
      bytes += marking.usedBytes(number);
      if (bytes > options.mostRepacked()) {
        break;
      }
      moved.add(numbered.get(number));
    }
    return moved;
  }

  /** Where there is no room to move anything, what is dead goes all the same. */
  private void move(HeldLock lock, BlobIndex index, Marking marking, Set<ContentId> moved)
      throws IOException {
    if (moved.isEmpty()) {
      return;
    }
    try {
      moveAll(lock, index, marking, moved);
    } catch (StorageException e) {
      if (e.reason() != StorageException.Reason.NO_SPACE) {
        throw e;
      }
      LOG.warn("packs that are hardly used stay: {}", e.getMessage());
    }
  }

  /** Stores what is used of packs once more, with an index; the packs are dead then. */
  private void moveAll(HeldLock lock, BlobIndex index, Marking marking, Set<ContentId> moved)
      throws IOException {
    BitSet used = marking.used();
    long total = 0;
    var numbers = new BitSet();
    List<ContentId> numbered = index.packs();
    for (int number = 0; number < numbered.size(); number++) {
      numbers.set(number, moved.contains(numbered.get(number)));
      total += numbers.get(number) ? marking.usedBytes(number) : 0;
    }
    var whole = new HashSet<>(moved);
    try (var writer =
        new BlobWriter(
            parts,
            new BlobIndex(),
            parts.options().packBytes(),
            2,
            new CommitCheck(parts, lock, listener)::confirmPacks)) {
      for (BlobType type : BlobType.values()) {
        for (int entry = used.nextSetBit(0); entry >= 0; entry = used.nextSetBit(entry + 1)) {
          if (numbers.get(index.packNumber(entry))) {
            BlobIndex.Entry found = index.entry(entry);
            if (found.blob().type() == type) {
              Interrupts.check();
              if (!move(writer, found)) {
                whole.remove(found.pack());
              }
              listener.progress(movedBytes, total);
            }
          }
        }
        writer.endPack();
      }
      writer.flush();
      written.addAll(writer.packs());
    }
    dead.addAll(whole);
  }

  /** Says no of a blob that is damaged: its pack stays as it is. */
  private boolean move(BlobWriter writer, BlobIndex.Entry entry) throws IOException {
    PackedBlob blob = entry.blob();
    SealedBlob sealed;
    try {
      sealed = parts.blobs().readSealed(entry);
    } catch (RepositoryException e) {
      return false;
    }
    if (writer.claim(blob.type(), blob.id())) {
      writer.add(sealed);
      movedBytes += blob.length();
    }
    return true;
  }

  /**
   * Looks again, when nobody can write any more: packs stay that new generations stand on, or that
   * have the only copy of something because somebody else cleaned up too.
   */
  private void spare(BlobIndex before, Marking marking) throws IOException {
    BitSet used = marking.used();
    var snapshots = new Snapshots(parts.sealed());
    Set<ContentId> there = snapshots.ids();
    BlobIndex now = parts.index().reload();
    for (ContentId pack : List.copyOf(written)) {
      if (parts.files().stat(FileKind.PACK, pack).isEmpty()) {
        written.remove(pack); // somebody took the lock away and cleaned up too
        dead.add(pack);
      }
    }
    for (int entry = used.nextSetBit(0); entry >= 0; entry = used.nextSetBit(entry + 1)) {
      PackedBlob blob = before.entry(entry).blob();
      spare(now, blob.type(), blob.id());
    }
    var again = new Marking(parts.blobs(), now);
    again.skip(marking);
    again.mark(snapshots, there, WorkListener.NONE);
    for (int entry = again.used().nextSetBit(0);
        entry >= 0;
        entry = again.used().nextSetBit(entry + 1)) {
      PackedBlob blob = now.entry(entry).blob();
      spare(now, blob.type(), blob.id());
    }
    for (ContentId pack : now.packs()) {
      if (!before.hasPack(pack)) {
        dead.remove(pack);
      }
    }
  }

  private boolean isThere(ContentId pack) {
    return packs.containsKey(pack) || written.contains(pack);
  }

  private void spare(BlobIndex now, BlobType type, ContentId id) {
    int[] entries = now.findAll(type, id);
    for (int entry : entries) {
      if (isThere(now.entry(entry).pack()) && !dead.contains(now.entry(entry).pack())) {
        return;
      }
    }
    for (int entry : entries) {
      dead.remove(now.entry(entry).pack());
    }
  }
}
