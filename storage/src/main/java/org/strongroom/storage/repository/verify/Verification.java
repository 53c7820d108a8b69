package org.strongroom.storage.repository.verify;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.strongroom.storage.driver.DigestedFile;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.index.IndexFile.IndexedPack;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.PackedBlob;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.verify.VerifyResult.DamagedGeneration;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.Processors;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.Snapshots;
import org.strongroom.storage.repository.work.Trees;

/** Looks at the packs of a repository, and tells which generations lack what. */
public final class Verification {
  private static final int AT_ONCE = 4;

  /** Files whose digests are taken together: a quarter of a GiB, usually. */
  private static final int MOST_TOGETHER = 16;

  private final RepositoryParts parts;
  private final VerifyDepth depth;
  private final VerifyListener listener;
  private final List<String> badFiles = new ArrayList<>();
  private final KnownPacks known;
  private BlobIndex index = new BlobIndex();
  private int packs;
  private long bytes;

  /**
   * A pack to look at.
   *
   * @param first of its entries in the index
   */
  private record Place(ContentId pack, int first) {}

  private record Looking(List<Place> places, FutureTask<List<PackVerification.Finding>> task) {}

  /**
   * @param known what was looked at before, and what is looked at now
   */
  public Verification(
      RepositoryParts parts, VerifyDepth depth, VerifyListener listener, KnownPacks known) {
    this.known = known;
    this.parts = parts;
    this.depth = depth;
    this.listener = listener;
  }

  public VerifyResult run() throws IOException {
    try (var _ = parts.locks().take(false, listener::waitsFor)) {
      readIndex();
      lookAtPacks(listener::wants, index.packs().size());
      return new VerifyResult(packs, bytes, known.badPacks(), damagedGenerations(), badFiles);
    }
  }

  /** The same of one generation alone. */
  public VerifyResult run(Generation only) throws IOException {
    try (var _ = parts.locks().take(false, listener::waitsFor)) {
      readIndex();
      Set<ContentId> needed = new HashSet<>();
      try {
        new Trees(parts.blobs())
            .forEach(
                only,
                (path, file) -> {
                  for (int i = 0; i < file.content().size(); i++) {
                    for (int entry : index.findAll(BlobType.DATA, file.content().get(i))) {
                      needed.add(index.entry(entry).pack());
                    }
                  }
                });
        for (int entry : index.findAll(BlobType.TREE, only.tree())) {
          needed.add(index.entry(entry).pack());
        }
      } catch (RepositoryException e) {
        return new VerifyResult(0, 0, known.badPacks(), look(only), badFiles);
      }
      needed.removeIf(pack -> !known.isNew(pack));
      lookAtPacks(needed::contains, needed.size());
      return new VerifyResult(packs, bytes, known.badPacks(), look(only), badFiles);
    }
  }

  /** Files that the index was read from earlier are looked at again: they may be bad by now. */
  private void readIndex() throws IOException {
    index = parts.index().refresh(this::badFile);
    var unproved = new ArrayList<ContentId>();
    for (ContentId file : parts.files().list(FileKind.INDEX).keySet()) {
      if (known.isNewIndex(file)) {
        unproved.add(file);
      }
    }
    boolean isBad = false;
    for (int from = 0; from < unproved.size(); from += MOST_TOGETHER) {
      var some = unproved.subList(from, Math.min(from + MOST_TOGETHER, unproved.size()));
      var digested = parts.files().digests(FileKind.INDEX, some);
      for (ContentId file : some) {
        DigestedFile found = digested.get(file); // none: written anew, with what it told of
        if (found == null || found.digest().equals(file.hex())) {
          known.addIndex(file);
        } else {
          isBad = true;
        }
      }
    }
    if (isBad) {
      badFiles.clear();
      index = parts.index().reload(this::badFile);
    }
  }

  private void badFile(ContentId file, RepositoryException e) {
    badFiles.add("index %s: %s".formatted(file, e.getMessage()));
  }

  private void lookAtPacks(Predicate<ContentId> wanted, int all) throws IOException {
    Deque<Looking> looking = new ArrayDeque<>();
    List<Place> next = new ArrayList<>();
    int together = depth == VerifyDepth.DIGEST ? Math.clamp(all / AT_ONCE, 1, MOST_TOGETHER) : 1;
    int begun = 0;
    try (var codecs = new BlobCodecs(parts.sealed().key())) {
      var verification = new PackVerification(parts, codecs);
      try {
        for (int entry = 0; entry < index.size(); ) {
          int pack = index.packNumber(entry);
          Place place = new Place(index.pack(pack), entry);
          while (entry < index.size() && index.packNumber(entry) == pack) {
            entry++;
          }
          Interrupts.check();
          if (wanted.test(place.pack())) {
            listener.progress(begun++, all);
            next.add(place);
            if (next.size() == together) {
              begin(next, verification, looking);
              next = new ArrayList<>();
            }
          }
        }
        begin(next, verification, looking);
        while (!looking.isEmpty()) {
          take(looking);
        }
      } finally {
        Processors.settle(looking.stream().map(Looking::task).toList());
      }
    }
    listener.progress(all, all);
  }

  private void begin(List<Place> some, PackVerification verification, Deque<Looking> looking)
      throws IOException {
    if (some.isEmpty()) {
      return;
    }
    if (looking.size() == AT_ONCE) {
      take(looking);
    }
    var task = new FutureTask<>(() -> look(verification, some));
    Thread.ofVirtual().name("pack verification").start(task);
    looking.add(new Looking(some, task));
  }

  /** The pack whose blobs begin at an entry: those of a pack follow each other. */
  private IndexedPack packAt(int first) {
    var blobs = new ArrayList<PackedBlob>();
    int pack = index.packNumber(first);
    for (int entry = first; entry < index.size() && index.packNumber(entry) == pack; entry++) {
      blobs.add(index.entry(entry).blob());
    }
    return new IndexedPack(index.pack(pack), blobs);
  }

  /** The blobs of packs whose digest is wrong are looked at one by one. */
  private List<PackVerification.Finding> look(PackVerification verification, List<Place> places)
      throws IOException {
    Map<ContentId, PackVerification.Finding> good =
        depth == VerifyDepth.DIGEST
            ? verification.digests(places.stream().map(Place::pack).toList())
            : Map.of();
    var findings = new ArrayList<PackVerification.Finding>();
    for (Place place : places) {
      PackVerification.Finding found = good.get(place.pack());
      findings.add(
          found != null ? found : verification.data(place.pack(), packAt(place.first()).blobs()));
    }
    return findings;
  }

  private void take(Deque<Looking> looking) throws IOException {
    Looking first = looking.remove();
    List<PackVerification.Finding> findings;
    try {
      findings = Processors.result(first.task());
    } finally {
      Processors.settle(List.of(first.task()));
    }
    for (int i = 0; i < findings.size(); i++) {
      ContentId pack = first.places().get(i).pack();
      PackVerification.Finding finding = findings.get(i);
      packs++;
      bytes += finding.bytes();
      listener.verified(pack, finding.bytes(), finding.damage());
      known.add(pack, finding);
    }
  }

  private boolean isLost(BlobType type, ContentId id) {
    for (int entry : index.findAll(type, id)) {
      Set<ContentId> bad = known.badBlobs().get(index.entry(entry).pack());
      if (bad == null || !bad.contains(id)) {
        return false;
      }
    }
    return true;
  }

  private List<DamagedGeneration> damagedGenerations() throws IOException {
    var damaged = new ArrayList<DamagedGeneration>();
    var generations = new ArrayList<Generation>();
    new Snapshots(parts.sealed())
        .forEach(generations::add, e -> badFiles.add(String.valueOf(e.getMessage())));
    var good = new HashSet<ContentId>();
    for (Generation generation : generations) {
      Interrupts.check();
      if (!good.contains(generation.tree())) {
        List<DamagedGeneration> found = look(generation);
        damaged.addAll(found);
        if (found.isEmpty()) {
          good.add(generation.tree());
        }
      }
    }
    return damaged;
  }

  private List<DamagedGeneration> look(Generation generation) throws IOException {
    var damaged = new ArrayList<DamagedGeneration>();
    try {
      new Trees(parts.blobs())
          .forEach(
              generation,
              (path, file) -> {
                List<Integer> blocks = lostBlocks(file);
                if (!blocks.isEmpty()) {
                  damaged.add(new DamagedGeneration(generation, path, blocks));
                }
              });
    } catch (RepositoryException e) {
      damaged.add(new DamagedGeneration(generation, "/", List.of()));
    }
    return damaged;
  }

  private List<Integer> lostBlocks(FileNode file) {
    var blocks = new ArrayList<Integer>();
    for (int i = 0; i < file.content().size(); i++) {
      if (isLost(BlobType.DATA, file.content().get(i))) {
        blocks.add(i);
      }
    }
    return blocks;
  }
}
