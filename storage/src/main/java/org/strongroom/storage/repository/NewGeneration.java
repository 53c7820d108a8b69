package org.strongroom.storage.repository;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.snapshot.IdList;
import org.strongroom.storage.repository.snapshot.SnapshotFile;
import org.strongroom.storage.repository.snapshot.TreeFile;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.BlobWriter;
import org.strongroom.storage.repository.work.RepositoryParts;

/** What describes a generation once its blocks are stored: the tree of its file, its snapshot. */
record NewGeneration(RepositoryParts parts, BlobCodecs codecs, BackupFacts facts, long size) {

  /** Stores the tree, unless the disk is as the generation before it. */
  ContentId storeTree(BlobWriter writer, IdList content, Optional<Parent> parent)
      throws IOException {
    if (parent.isPresent()
        && parent.get().file().name().equals(facts.fileName())
        && parent.get().file().size() == size
        && parent.get().file().content().sameAs(content)) {
      return parent.get().tree();
    }
    byte[] tree = TreeFile.write(new FileNode(facts.fileName(), size, content), facts.time());
    ContentId id = ContentId.of(tree);
    if (writer.claim(BlobType.TREE, id)) {
      writer.endPack();
      writer.add(codecs.seal(BlobType.TREE, id, tree, tree.length));
    }
    return id;
  }

  /** Writes the snapshot, with which the generation is there. */
  ContentId writeSnapshot(BlobWriter writer, ContentId tree, Instant start) throws IOException {
    var generation =
        new Generation(
            tree, // its own id is not known yet, and not written
            facts.time(),
            tree,
            List.of("/" + facts.fileName()),
            facts.hostname(),
            "strongroom",
            facts.tags(),
            facts.parent(),
            Optional.empty(),
            size);
    var summary =
        new SnapshotFile.Summary(
            start,
            parts.options().clock().instant(),
            size,
            writer.newBlobs(),
            writer.newBytes(),
            writer.storedBytes());
    return parts.sealed().write(FileKind.SNAPSHOT, SnapshotFile.write(generation, summary));
  }
}
