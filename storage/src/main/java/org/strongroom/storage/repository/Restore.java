package org.strongroom.storage.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.pack.BlobCodec;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.PackReads;
import org.strongroom.storage.repository.pack.PackedBlob;

/**
 * Writes a generation into a target: packs are read in their order, near blobs in one piece, by a
 * few threads; the processors open and compare.
 */
final class Restore {
  private static final int READERS = 4;
  private static final int LONGEST_GAP = 512 << 10;
  private static final int LONGEST_RANGE = 8 << 20;
  private static final int MOST_TOLD = 20;

  private final RepositoryParts parts;
  private final BlobLayout layout;
  private final RestoreTarget target;
  private final BlobCodecs codecs;
  private final WorkListener listener;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final TreeSet<Integer> damaged = new TreeSet<>();

  /** The blobs of the disk with their entries in the index, in the order of packs. */
  private long[] order = new long[0];

  /** What became of a range: bytes of the disk that are done, and why it failed if it did. */
  private record Outcome(long bytes, List<Throwable> failure) {}

  /**
   * A piece of a pack.
   *
   * @param from the first of its blobs in the order
   * @param to the first one after it
   */
  private record Range(int from, int to, int start, int end) {}

  Restore(RepositoryParts parts, BlobLayout layout, RestoreTarget target, WorkListener listener) {
    this.parts = parts;
    this.codecs = new BlobCodecs(parts.sealed().key());
    this.layout = layout;
    this.target = target;
    this.listener = listener;
  }

  /**
   * @throws RepositoryException DAMAGED if blobs are, after everything else was restored
   */
  void run() throws IOException {
    long done = tellZeros();
    listener.progress(done, layout.size());
    List<Range> ranges = ranges();
    ExecutorService readers =
        Executors.newFixedThreadPool(
            READERS, Thread.ofVirtual().name("generation restore ", 0).factory());
    try {
      for (Range range : ranges) {
        readers.execute(() -> outcomes.add(outcome(range)));
      }
      for (int left = ranges.size(); left > 0; left--) {
        Outcome outcome = next();
        done += outcome.bytes();
        listener.progress(done, layout.size());
      }
    } finally {
      readers.shutdownNow();
      readers.close();
      codecs.close();
    }
    if (!damaged.isEmpty()) {
      throw RepositoryException.damaged(describeDamage());
    }
  }

  private Outcome next() throws IOException {
    Outcome outcome;
    try {
      outcome = outcomes.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Interrupts.check();
      throw new IllegalStateException(e);
    }
    for (Throwable failure : outcome.failure()) {
      switch (failure) {
        case IOException known -> throw known;
        case RuntimeException unexpected -> throw unexpected;
        default -> throw new IllegalStateException(failure);
      }
    }
    return outcome;
  }

  private long tellZeros() throws IOException {
    long zeros = 0;
    for (int blob = 0; blob < layout.count(); blob++) {
      if (layout.isZero(blob)) {
        long start = layout.start(blob);
        while (blob + 1 < layout.count() && layout.isZero(blob + 1)) {
          blob++;
        }
        target.zeros(start, layout.end(blob) - start);
        zeros += layout.end(blob) - start;
      }
    }
    return zeros;
  }

  /** Entries of a pack follow each other in the index, in the order of their offsets. */
  private List<Range> ranges() {
    long[] all = new long[layout.count()];
    int count = 0;
    for (int blob = 0; blob < layout.count(); blob++) {
      if (!layout.isZero(blob)) {
        all[count++] = (long) layout.entry(blob) << Integer.SIZE | blob;
      }
    }
    order = Arrays.copyOf(all, count);
    Arrays.sort(order);
    BlobIndex index = layout.index();
    var ranges = new ArrayList<Range>();
    for (int from = 0; from < count; ) {
      int pack = index.packNumber(entry(from));
      int start = index.offset(entry(from));
      int end = start + index.length(entry(from));
      int to = from + 1;
      while (to < count
          && index.packNumber(entry(to)) == pack
          && index.offset(entry(to)) - end <= LONGEST_GAP
          && index.offset(entry(to)) + index.length(entry(to)) - start <= LONGEST_RANGE) {
        end = index.offset(entry(to)) + index.length(entry(to));
        to++;
      }
      ranges.add(new Range(from, to, start, end));
      from = to;
    }
    return ranges;
  }

  private int entry(int at) {
    return (int) (order[at] >> Integer.SIZE);
  }

  private int blob(int at) {
    return (int) order[at];
  }

  private Outcome outcome(Range range) {
    try {
      return new Outcome(restore(range), List.of());
    } catch (Throwable e) {
      return new Outcome(0, List.of(e));
    }
  }

  private long restore(Range range) throws IOException {
    long bytes = 0;
    var wanted = new ArrayList<Integer>();
    for (int at = range.from(); at < range.to(); at++) {
      int blob = blob(at);
      bytes += layout.length(blob);
      if (!holds(blob)) {
        wanted.add(at);
      }
    }
    if (wanted.isEmpty()) {
      return bytes;
    }
    byte[] sealed = read(range);
    var opening = new ArrayList<FutureTask<Boolean>>();
    for (int i = 0; i < wanted.size(); ) {
      int first = wanted.get(i);
      var same = new ArrayList<Integer>();
      while (i < wanted.size() && entry(wanted.get(i)) == entry(first)) {
        same.add(blob(wanted.get(i++)));
      }
      var task =
          new FutureTask<>(() -> {
            write(entry(first), same, sealed, range.start());
            return true;
          });
      Processors.THREADS.execute(task);
      opening.add(task);
    }
    try {
      for (FutureTask<Boolean> task : opening) {
        Processors.result(task);
      }
    } finally {
      Processors.settle(opening);
    }
    return bytes;
  }

  private boolean holds(int blob) throws IOException {
    synchronized (target) {
      return target.holds(layout.start(blob), layout.length(blob), layout.id(blob));
    }
  }

  /**
   * The bytes of a range; none if its pack has gone or is too short: single blobs may be elsewhere.
   */
  private byte[] read(Range range) throws IOException {
    byte[] sealed = new byte[range.end() - range.start()];
    ContentId pack = layout.index().entry(entry(range.from())).pack();
    try (ByteSource file = parts.files().open(pack)) {
      PackReads.fully(file, range.start(), sealed, sealed.length);
      return sealed;
    } catch (RepositoryException e) {
      return new byte[0];
    }
  }

  private void write(int entry, List<Integer> blobs, byte[] sealed, int start) throws IOException {
    PackedBlob found = layout.index().entry(entry).blob();
    BlobCodec codec = codecs.take();
    try {
      byte[] plain = open(codec, found, sealed, start, blobs);
      if (plain.length > 0) {
        synchronized (target) {
          for (int blob : blobs) {
            target.write(layout.start(blob), plain, 0, layout.length(blob));
          }
        }
      }
    } finally {
      codecs.giveBack(codec);
    }
  }

  private byte[] open(
      BlobCodec codec, PackedBlob blob, byte[] sealed, int start, List<Integer> blobs)
      throws IOException {
    if (sealed.length > 0) {
      try {
        return codec.open(blob, sealed, blob.offset() - start);
      } catch (RepositoryException e) {
        return elsewhere(blob.id(), blobs);
      }
    }
    return elsewhere(blob.id(), blobs);
  }

  /** A good copy of a blob in another pack; nothing if there is none, which is told at the end. */
  private byte[] elsewhere(ContentId id, List<Integer> blobs) throws IOException {
    try {
      return parts.blobs().read(BlobType.DATA, id);
    } catch (RepositoryException e) {
      synchronized (damaged) {
        damaged.addAll(blobs);
      }
      return new byte[0];
    }
  }

  private String describeDamage() {
    return "%d blocks are damaged and have no other copy, everything else was restored: %s%s"
        .formatted(
            damaged.size(),
            damaged.stream()
                .limit(MOST_TOLD)
                .map(blob -> "%d at byte %d".formatted(blob, layout.start(blob)))
                .collect(Collectors.joining(", ")),
            damaged.size() > MOST_TOLD ? ", …" : "");
  }
}
