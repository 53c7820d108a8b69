package org.strongroom.storage.repository.work;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.index.IndexFile;
import org.strongroom.storage.repository.index.IndexFile.IndexedPack;
import org.strongroom.storage.repository.index.IndexFiles;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.PackBuilder;
import org.strongroom.storage.repository.pack.SealedBlob;

/**
 * Puts the new blobs of one work into packs, and these on the storage, a few at the same time;
 * after each ten packs an index file tells of them, so that they count if the work ends there. For
 * one thread, but for {@link #claim}.
 */
public final class BlobWriter implements Closeable {
  private static final int MOST_BLOBS = 4096;
  private static final int PACKS_OF_AN_INDEX = 10;
  private static final long INDEX_AFTER = Duration.ofMinutes(10).toNanos();

  private final RepositoryParts parts;
  private final BlobIndex known;
  private final Confirmation confirmation;
  private final List<ContentId> indexFiles = new ArrayList<>();
  private final BlobIndex own = new BlobIndex();
  private final int packBytes;
  private final int mostUploads;
  private final Set<ContentId> claimed = new HashSet<>();
  private final Set<ContentId> claimedTrees = new HashSet<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("pack upload ", 0).factory());
  private final Deque<Upload> uploads = new ArrayDeque<>();
  private final Set<ContentId> packs = new HashSet<>();
  private Set<ContentId> absent = Set.of();
  private final List<IndexedPack> unindexed = new ArrayList<>();
  private PackBuilder builder;
  private int blobs;
  private long indexedNanos = System.nanoTime();
  private long newBlobs;
  private long newBytes;
  private long storedBytes;

  /** Asked before an index file tells of packs. */
  public interface Confirmation {
    void confirm(List<IndexedPack> packs) throws IOException;
  }

  private record Upload(IndexedPack pack, FutureTask<Boolean> end) {}

  /**
   * @param known the blobs that are there already
   */
  public BlobWriter(
      RepositoryParts parts,
      BlobIndex known,
      int packBytes,
      int mostUploads,
      Confirmation confirmation) {
    this.parts = parts;
    this.known = known;
    this.confirmation = confirmation;
    this.packBytes = packBytes;
    this.mostUploads = mostUploads;
    this.builder = new PackBuilder(parts.sealed().key());
  }

  /** Whether a blob has to be stored, by whoever asks first. */
  public boolean claim(BlobType type, ContentId id) {
    if (isKnown(type, id)) {
      return false;
    }
    synchronized (claimed) {
      return !own.contains(type, id) && claims(type).add(id);
    }
  }

  private boolean isKnown(BlobType type, ContentId id) {
    if (absent.isEmpty()) {
      return known.contains(type, id);
    }
    return IntStream.of(known.findAll(type, id))
        .anyMatch(entry -> !absent.contains(known.entry(entry).pack()));
  }

  /** Tells which packs are not there, whatever the index says. */
  public void passOver(Set<ContentId> absentPacks) {
    absent = Set.copyOf(absentPacks);
  }

  private Set<ContentId> claims(BlobType type) {
    return type == BlobType.DATA ? claimed : claimedTrees;
  }

  /** Takes a pack for one that is there but in no index yet; the next index file tells of it. */
  public void adopt(IndexedPack pack) throws IOException {
    own.add(pack);
    unindexed.add(pack);
  }

  /** Adds a blob that was claimed. */
  public void add(SealedBlob blob) throws IOException {
    builder.add(blob);
    blobs++;
    newBlobs++;
    newBytes += blob.plainLength();
    if (builder.length() >= packBytes || blobs == MOST_BLOBS) {
      endPack();
    }
  }

  /** Ends the pack that is being filled: trees and data are never in the same. */
  public void endPack() throws IOException {
    if (builder.isEmpty()) {
      return;
    }
    PackBuilder.FinishedPack pack = builder.finish();
    builder = new PackBuilder(parts.sealed().key());
    blobs = 0;
    while (uploads.size() >= mostUploads) {
      awaitFirst();
    }
    var indexed = new IndexedPack(pack.id(), pack.blobs());
    var end =
        new FutureTask<>(() -> {
          parts.files().write(FileKind.PACK, pack.id(), pack.pieces(), pack.length());
          return true;
        });
    threads.execute(end);
    uploads.add(new Upload(indexed, end));
    storedBytes += pack.length();
    synchronized (claimed) {
      own.add(indexed);
      pack.blobs().forEach(blob -> claims(blob.type()).remove(blob.id()));
    }
    if (unindexed.size() >= PACKS_OF_AN_INDEX
        || (!unindexed.isEmpty() && System.nanoTime() - indexedNanos > INDEX_AFTER)) {
      writeIndex();
    }
  }

  private void awaitFirst() throws IOException {
    Upload first = uploads.element();
    Processors.result(first.end());
    uploads.remove();
    unindexed.add(first.pack());
  }

  /** Ends the last pack, waits for all of them, and writes the index of those that have none. */
  public void flush() throws IOException {
    endPack();
    while (!uploads.isEmpty()) {
      awaitFirst();
    }
    if (!unindexed.isEmpty()) {
      writeIndex();
    }
  }

  private void writeIndex() throws IOException {
    confirmation.confirm(unindexed);
    unindexed.forEach(pack -> packs.add(pack.id()));
    indexFiles.addAll(IndexFiles.write(parts.sealed(), unindexed));
    unindexed.clear();
    indexedNanos = System.nanoTime();
  }

  /** The packs that index files of this work tell of. */
  public Set<ContentId> packs() {
    return packs;
  }

  /**
   * Writes index files of this work anew that tell of packs which somebody has deleted: the next
   * backup would believe them.
   */
  void withdraw(Set<ContentId> present) throws IOException {
    for (ContentId file : List.copyOf(indexFiles)) {
      var live = new ArrayList<IndexedPack>();
      boolean[] lacks = new boolean[1];
      try (InputStream stream = parts.sealed().open(FileKind.INDEX, file)) {
        IndexFile.read(
            stream,
            pack -> {
              if (present.contains(pack.id())) {
                live.add(pack);
              } else {
                lacks[0] = true;
              }
            });
      } catch (RepositoryException e) {
        continue; // somebody has written it anew already
      }
      if (lacks[0]) {
        IndexFiles.write(parts.sealed(), live);
        parts.files().delete(FileKind.INDEX, file);
      }
    }
  }

  public long newBlobs() {
    return newBlobs;
  }

  public long newBytes() {
    return newBytes;
  }

  public long storedBytes() {
    return storedBytes;
  }

  /** Ends uploads that are on their way, if any: nobody needs them any more. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
