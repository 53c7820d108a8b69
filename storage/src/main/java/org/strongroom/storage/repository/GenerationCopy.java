package org.strongroom.storage.repository;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.strongroom.storage.repository.clean.OrphanPacks;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.lock.HeldLock;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.SealedBlob;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.BlobLayout;
import org.strongroom.storage.repository.work.BlobWriter;
import org.strongroom.storage.repository.work.CommitCheck;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.Processors;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * Copies the file of a generation from one repository into another: blobs that are missing there
 * are read, proved and sealed anew. Packs are on the storage before the index tells of them, and
 * that before the snapshot.
 */
final class GenerationCopy {
  /** Blobs that are read at the same time: whoever waits for a storage holds up no processor. */
  private static final int WINDOW = 8;

  private final RepositoryParts source;
  private final RepositoryParts target;
  private final FileNode file;
  private final BackupFacts facts;
  private final WorkListener listener;
  private final BlobCodecs codecs;
  private final AtomicLong readBytes = new AtomicLong();
  private final Deque<FutureTask<SealedBlob>> coming = new ArrayDeque<>();

  GenerationCopy(
      RepositoryParts source,
      RepositoryParts target,
      FileNode file,
      BackupFacts facts,
      WorkListener listener) {
    this.source = source;
    this.target = target;
    this.file = file;
    this.facts = facts;
    this.listener = listener;
    this.codecs = new BlobCodecs(target.sealed().key());
  }

  BackupResult run() throws IOException {
    Instant start = target.options().clock().instant();
    BlobLayout layout = BlobLayout.of(file, source.index());
    try (HeldLock lock = target.locks().take(false, listener::waitsFor)) {
      BlobIndex index = target.index().refresh();
      var check = new CommitCheck(target, lock, listener);
      try (var writer =
          new BlobWriter(target, index, target.options().packBytes(), 2, check::confirmPacks)) {
        if (facts.resumed()) {
          new OrphanPacks(target).adopt(index, writer);
        }
        store(layout, writer);
        var made = new NewGeneration(target, codecs, facts, file.size());
        ContentId tree = made.storeTree(writer, file.content(), Optional.empty());
        writer.flush();
        check.confirm(writer, file.content(), tree);
        ContentId snapshot = made.writeSnapshot(writer, tree, start);
        check.confirmWritten(writer, file.content(), tree, snapshot);
        return new BackupResult(
            snapshot,
            file.size(),
            readBytes.get(),
            writer.newBytes(),
            writer.storedBytes(),
            Optional.empty(),
            Optional.empty());
      }
    } finally {
      Processors.settle(coming);
      codecs.close();
    }
  }

  private void store(BlobLayout layout, BlobWriter writer) throws IOException {
    for (int blob = 0; blob < layout.count(); blob++) {
      listener.progress(layout.start(blob), file.size());
      Interrupts.check();
      ContentId id = file.content().get(blob);
      if (writer.claim(BlobType.DATA, id)) {
        var task = new FutureTask<>(() -> fetched(id));
        Thread.ofVirtual().name("generation copy").start(task);
        coming.add(task);
      }
      if (coming.size() >= WINDOW) {
        take(writer);
      }
    }
    while (!coming.isEmpty()) {
      take(writer);
    }
    listener.progress(file.size(), file.size());
  }

  private SealedBlob fetched(ContentId id) throws IOException {
    byte[] plain = source.blobs().read(BlobType.DATA, id);
    readBytes.addAndGet(plain.length);
    var sealing = new FutureTask<>(() -> codecs.seal(BlobType.DATA, id, plain, plain.length));
    Processors.THREADS.execute(sealing);
    return Processors.result(sealing);
  }

  private void take(BlobWriter writer) throws IOException {
    SealedBlob sealed = Processors.result(coming.element());
    coming.remove();
    writer.add(sealed);
  }
}
