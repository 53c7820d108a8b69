package org.strongroom.storage.repository;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.index.BlobIndex;
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
final class BlobWriter implements Closeable {
  private static final int MOST_BLOBS = 4096;
  private static final int PACKS_OF_AN_INDEX = 10;
  private static final long INDEX_AFTER = Duration.ofMinutes(10).toNanos();

  private final RepositoryParts parts;
  private final BlobIndex known;
  private final BlobIndex own = new BlobIndex();
  private final int packBytes;
  private final int mostUploads;
  private final Set<ContentId> claimed = new HashSet<>();
  private final Set<ContentId> claimedTrees = new HashSet<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("pack upload ", 0).factory());
  private final Deque<Upload> uploads = new ArrayDeque<>();
  private final List<IndexedPack> unindexed = new ArrayList<>();
  private PackBuilder builder;
  private int blobs;
  private long indexedNanos = System.nanoTime();
  private long newBlobs;
  private long newBytes;
  private long storedBytes;

  private record Upload(IndexedPack pack, Future<?> end) {}

  /**
   * @param known the blobs that are there already
   */
  BlobWriter(RepositoryParts parts, BlobIndex known, int packBytes, int mostUploads) {
    this.parts = parts;
    this.known = known;
    this.packBytes = packBytes;
    this.mostUploads = mostUploads;
    this.builder = new PackBuilder(parts.sealed().key());
  }

  /** Whether a blob has to be stored, by whoever asks first. */
  boolean claim(BlobType type, ContentId id) {
    if (known.contains(type, id)) {
      return false;
    }
    synchronized (claimed) {
      return !own.contains(type, id) && claims(type).add(id);
    }
  }

  private Set<ContentId> claims(BlobType type) {
    return type == BlobType.DATA ? claimed : claimedTrees;
  }

  /** Takes a pack for one that is there but in no index yet; the next index file tells of it. */
  void adopt(IndexedPack pack) throws IOException {
    own.add(pack);
    unindexed.add(pack);
  }

  /** Adds a blob that was claimed. */
  void add(SealedBlob blob) throws IOException {
    builder.add(blob);
    blobs++;
    newBlobs++;
    newBytes += blob.plainLength();
    if (builder.length() >= packBytes || blobs == MOST_BLOBS) {
      endPack();
    }
  }

  /** Ends the pack that is being filled: trees and data are never in the same. */
  void endPack() throws IOException {
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
    Future<?> end =
        threads.submit(() -> {
          parts.files().write(FileKind.PACK, pack.id(), pack.pieces(), pack.length());
          return true;
        });
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
    try {
      first.end().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.FAILED, "interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException known) {
        throw new StorageException(known.reason(), String.valueOf(known.getMessage()), known);
      }
      if (e.getCause() instanceof RuntimeException unexpected) {
        throw unexpected; // a fence's, perhaps
      }
      throw new IllegalStateException(e.getCause());
    }
    uploads.remove();
    unindexed.add(first.pack());
  }

  /** Ends the last pack, waits for all of them, and writes the index of those that have none. */
  void flush() throws IOException {
    endPack();
    while (!uploads.isEmpty()) {
      awaitFirst();
    }
    if (!unindexed.isEmpty()) {
      writeIndex();
    }
  }

  private void writeIndex() throws IOException {
    IndexFiles.write(parts.sealed(), unindexed);
    unindexed.clear();
    indexedNanos = System.nanoTime();
  }

  long newBlobs() {
    return newBlobs;
  }

  long newBytes() {
    return newBytes;
  }

  long storedBytes() {
    return storedBytes;
  }

  /** Ends uploads that are on their way, if any: nobody needs them any more. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
