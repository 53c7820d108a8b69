package org.strongroom.storage.repository.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.pack.BlobCodec;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.work.BlobLayout;
import org.strongroom.storage.repository.work.Interrupts;
import org.strongroom.storage.repository.work.Processors;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * Writes a generation into a target: packs are read in their order, near blobs in one piece, by a
 * few threads; the processors open and compare.
 */
public final class Restore {
  private static final int READERS = 4;
  private static final int LONGEST_GAP = 512 << 10;
  private static final int LONGEST_RANGE = 8 << 20;

  private final BlobLayout layout;
  private final RestoreTarget target;
  private final BlobCodecs codecs;
  private final WorkListener listener;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final BlobFetch fetch;

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

  public Restore(
      RepositoryParts parts, BlobLayout layout, RestoreTarget target, WorkListener listener) {
    this.codecs = new BlobCodecs(parts.sealed().key());
    this.layout = layout;
    this.fetch = new BlobFetch(parts, layout);
    this.target = target;
    this.listener = listener;
  }

  /**
   * @throws RepositoryException DAMAGED if blobs are, after everything else was restored
   */
  public void run() throws IOException {
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
    fetch.requireWhole();
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
    byte[] sealed = fetch.read(entry(range.from()), range.start(), range.end());
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

  private void write(int entry, List<Integer> blobs, byte[] sealed, int start) throws IOException {
    BlobCodec codec = codecs.take();
    try {
      byte[] plain = fetch.open(codec, entry, sealed, start, blobs);
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
}
