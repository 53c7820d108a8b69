package org.strongroom.storage.repository;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.repository.clean.OrphanPacks;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.lock.HeldLock;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.SealedBlob;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.IdList;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.BlobWriter;
import org.strongroom.storage.repository.work.CommitCheck;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.Processors;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.WorkListener;
import org.strongroom.storage.repository.work.ZeroBlobs;

/**
 * One backup of a disk: the calling thread reads blocks in order and hands them to the processors;
 * what comes back goes into packs in the same order. Packs are on the storage before the index
 * tells of them, and that before the snapshot.
 */
final class Backup {
  private static final long LARGE = 1L << 40;

  private final RepositoryParts parts;
  private final Disk disk;
  private final BackupFacts facts;
  private final WorkListener listener;
  private final Deque<FutureTask<Hashed>> hashing = new ArrayDeque<>();
  private final BlobCodecs codecs;
  private final Queue<byte[]> buffers = new ConcurrentLinkedQueue<>();
  private final BitSet unlisted = new BitSet();
  private Optional<String> remark = Optional.empty();
  private Optional<DiskBlocks> before = Optional.empty();
  private long readBytes;

  /**
   * What became of a block.
   *
   * @param id null if it is zeros
   * @param sealed null if it need not be stored
   */
  private record Hashed(int block, @Nullable ContentId id, @Nullable SealedBlob sealed) {}

  Backup(RepositoryParts parts, Disk disk, BackupFacts facts, WorkListener listener) {
    this.parts = parts;
    this.codecs = new BlobCodecs(parts.sealed().key());
    this.disk = disk;
    this.facts = facts;
    this.listener = listener;
  }

  BackupResult run(Optional<Parent> known) throws IOException {
    Instant start = parts.options().clock().instant();
    try (HeldLock lock = parts.locks().take(false, listener::waitsFor)) {
      BlobIndex index = parts.index().refresh();
      Optional<Parent> parent = known.filter(p -> isWhole(p, index));
      int blockSize = parent.flatMap(p -> p.blockSize(index)).orElse(BlockSize.of(disk.size()));
      boolean large = disk.size() >= LARGE;
      int packBytes = parts.options().packBytes() * (large ? 2 : 1);
      var check = new CommitCheck(parts, lock, listener);
      try (var writer =
          new BlobWriter(parts, index, packBytes, large ? 1 : 2, check::confirmPacks)) {
        if (facts.resumed()) {
          new OrphanPacks(parts).adopt(index, writer);
        }
        DiskBlocks blocks = blocks(parent, index, blockSize);
        IdList content = store(writer, blocks);
        var made = new NewGeneration(parts, codecs, facts, disk.size());
        ContentId tree = made.storeTree(writer, content, parent);
        writer.flush();
        check.confirm(writer, content, tree);
        ContentId snapshot = made.writeSnapshot(writer, tree, start);
        check.confirmWritten(writer, content, tree, snapshot);
        return new BackupResult(
            snapshot,
            disk.size(),
            readBytes,
            writer.newBytes(),
            writer.storedBytes(),
            remark,
            unlisted(blocks));
      }
    } finally {
      end();
    }
  }

  private static boolean isWhole(Parent parent, BlobIndex index) {
    IdList content = parent.file().content();
    for (int i = 0; i < content.size(); i++) {
      if (!index.contains(BlobType.DATA, content.get(i))) {
        return false;
      }
    }
    return index.contains(BlobType.TREE, parent.tree());
  }

  /** The blocks, those set that need not be read. */
  private DiskBlocks blocks(Optional<Parent> parent, BlobIndex index, int blockSize)
      throws IOException {
    var blocks = new DiskBlocks(disk.size(), blockSize);
    if (facts.changed().isEmpty()) {
      return blocks;
    }
    if (parent.isEmpty()) {
      remark = Optional.of("the whole disk was read: the generation before it is not whole");
      return blocks;
    }
    FileNode file = parent.get().file();
    DiskBlocks earlier = DiskBlocks.of(file.content(), index, file.size(), blockSize);
    before = Optional.of(earlier);
    for (int block = 0; block < Math.min(blocks.count(), earlier.count()); block++) {
      if (earlier.isSet(block)
          && earlier.length(block) == blocks.length(block)
          && !facts.changed().get().changed(blocks.position(block), blocks.length(block))) {
        if (facts.compared()) {
          unlisted.set(block);
        } else {
          blocks.copy(block, earlier);
        }
      }
    }
    return blocks;
  }

  /** Those that were said to be as before and are not. */
  private Optional<BackupResult.Unlisted> unlisted(DiskBlocks blocks) {
    if (before.isEmpty()) {
      return Optional.empty();
    }
    int[] differing =
        unlisted.stream().filter(block -> !blocks.same(block, before.get())).toArray();
    return differing.length == 0
        ? Optional.empty()
        : Optional.of(new BackupResult.Unlisted(differing.length, blocks.position(differing[0])));
  }

  private IdList store(BlobWriter writer, DiskBlocks blocks) throws IOException {
    var reader = new BlockReader(disk);
    int window = 2 * Processors.COUNT + 1;
    for (int block = 0; block < blocks.count(); block++) {
      listener.progress(blocks.position(block), disk.size());
      Interrupts.check();
      long position = blocks.position(block);
      int length = blocks.length(block);
      if (blocks.isSet(block)) {
        continue;
      }
      if (reader.isZero(position, length)) {
        blocks.setZero(block);
        continue;
      }
      byte[] some = buffers.poll();
      byte[] buffer = some != null ? some : new byte[blocks.length(0)];
      reader.read(position, buffer, length);
      readBytes += length;
      int number = block;
      var task = new FutureTask<Hashed>(() -> hashAndKeep(writer, number, buffer, length));
      Processors.THREADS.execute(task);
      hashing.add(task);
      if (hashing.size() >= window) {
        take(writer, blocks);
      }
    }
    while (!hashing.isEmpty()) {
      take(writer, blocks);
    }
    IdList content = blocks.content(length -> storeZeros(writer, length));
    listener.progress(disk.size(), disk.size());
    return content;
  }

  private Hashed hashAndKeep(BlobWriter writer, int block, byte[] buffer, int length)
      throws IOException {
    try {
      return hash(writer, block, buffer, length);
    } finally {
      buffers.add(buffer);
    }
  }

  private Hashed hash(BlobWriter writer, int block, byte[] buffer, int length) throws IOException {
    if (isZero(buffer, length)) {
      return new Hashed(block, null, null);
    }
    ContentId id = ContentId.of(buffer, 0, length);
    SealedBlob sealed =
        writer.claim(BlobType.DATA, id) ? codecs.seal(BlobType.DATA, id, buffer, length) : null;
    return new Hashed(block, id, sealed);
  }

  private static boolean isZero(byte[] buffer, int length) {
    return buffer[0] == 0 && Arrays.equals(buffer, 0, length - 1, buffer, 1, length);
  }

  private void take(BlobWriter writer, DiskBlocks blocks) throws IOException {
    Hashed hashed = Processors.result(hashing.remove());
    if (hashed.id() == null) {
      blocks.setZero(hashed.block());
      return;
    }
    blocks.set(hashed.block(), hashed.id());
    if (hashed.sealed() != null) {
      writer.add(hashed.sealed());
    }
  }

  private ContentId storeZeros(BlobWriter writer, int length) throws IOException {
    ContentId id = ZeroBlobs.id(length);
    if (writer.claim(BlobType.DATA, id)) {
      writer.add(codecs.seal(BlobType.DATA, id, new byte[length], length));
    }
    return id;
  }

  /** Waits for what the processors still have in hand. */
  private void end() {
    Processors.settle(hashing);
    codecs.close();
  }
}
