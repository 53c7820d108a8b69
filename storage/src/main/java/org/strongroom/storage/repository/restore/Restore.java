package org.strongroom.storage.repository.restore;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.pack.BlobCodec;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.work.BlobLayout;
import org.strongroom.storage.repository.work.Buffers;
import org.strongroom.storage.repository.work.Processors;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * Writes a generation into a target from the first byte to the last: files that are made anew take
 * bytes in no other order. What comes next is read ahead by a few threads, near blobs in one piece,
 * and opened by the processors.
 */
public final class Restore {
  private static final int READERS = 4;
  private static final int LONGEST_GAP = 256 << 10;
  private static final int LONGEST_RANGE = 4 << 20;
  private static final int MOST_PLAIN = 8 << 20;

  /**
   * Pieces that are known ahead of the one that is written, zeros and such that need no reads too.
   */
  private static final int MOST_COMING = 64;

  private static final byte[] NOTHING = {};

  private final BlobLayout layout;
  private final RestoreTarget target;
  private final BlobCodecs codecs;
  private final WorkListener listener;
  private final BlobFetch fetch;
  private final Buffers sealedBuffers = new Buffers();
  private final Buffers plainBuffers = new Buffers();
  private final Deque<Piece> coming = new ArrayDeque<>();
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS, Thread.ofVirtual().name("generation restore ", 0).factory());

  /** The first blob that is in no piece yet. */
  private int next;

  /** Pieces among those to come that are being read. */
  private int reading;

  /** A stretch of the disk, from a blob to before another one. */
  private sealed interface Piece {
    /** The first blob after it. */
    int to();

    /** The target has it, or it is zeros. */
    record Nothing(int from, int to, boolean zeros) implements Piece {}

    /** It is being read. */
    record Read(int from, int to, FutureTask<List<byte[]>> bytes) implements Piece {}
  }

  public Restore(
      RepositoryParts parts, BlobLayout layout, RestoreTarget target, WorkListener listener) {
    this.layout = layout;
    this.target = target;
    this.codecs = new BlobCodecs(parts.sealed().key());
    this.listener = listener;
    this.fetch = new BlobFetch(parts, layout);
  }

  /**
   * @throws RepositoryException DAMAGED if blobs are, after everything else was restored
   */
  public void run() throws IOException {
    try {
      listener.progress(0, layout.size());
      while (next < layout.count() || !coming.isEmpty()) {
        while (reading < READERS && coming.size() < MOST_COMING && next < layout.count()) {
          coming.add(piece());
        }
        Piece first = coming.remove();
        write(first);
        listener.progress(layout.end(first.to() - 1), layout.size());
      }
    } finally {
      readers.shutdownNow();
      readers.close();
      codecs.close();
    }
    fetch.requireWhole();
  }

  private void write(Piece piece) throws IOException {
    switch (piece) {
      case Piece.Nothing(int from, int to, boolean zeros) -> {
        if (zeros) {
          target.zeros(layout.start(from), layout.end(to - 1) - layout.start(from));
        }
      }
      case Piece.Read(int from, int to, FutureTask<List<byte[]>> bytes) -> {
        List<byte[]> blobs = Processors.result(bytes);
        reading--;
        for (int blob = from; blob < to; blob++) {
          byte[] plain = blobs.get(blob - from);
          if (plain.length > 0) {
            target.write(layout.start(blob), plain, 0, layout.length(blob));
            plainBuffers.giveBack(plain);
          }
        }
      }
    }
  }

  private Piece piece() throws IOException {
    int from = next;
    if (layout.isZero(from)) {
      while (next < layout.count() && layout.isZero(next)) {
        next++;
      }
      return new Piece.Nothing(from, next, true);
    }
    if (holds(from)) {
      next++;
      return new Piece.Nothing(from, next, false);
    }
    BlobIndex index = layout.index();
    int start = index.offset(layout.entry(from));
    int end = start + index.length(layout.entry(from));
    long plain = layout.length(from);
    next++;
    while (next < layout.count()
        && isNear(next, start, end)
        && plain + layout.length(next) <= MOST_PLAIN
        && !layout.isZero(next)
        && !holds(next)) {
      int entry = layout.entry(next);
      end = Math.max(end, index.offset(entry) + index.length(entry));
      plain += layout.length(next);
      next++;
    }
    int to = next;
    int last = end;
    var task = new FutureTask<>(() -> opened(from, to, start, last));
    readers.execute(task);
    reading++;
    return new Piece.Read(from, to, task);
  }

  private boolean holds(int blob) throws IOException {
    return target.holds(layout.start(blob), layout.length(blob), layout.id(blob));
  }

  /** Whether a blob lies right after what is read anyway, or is the same as the one before it. */
  private boolean isNear(int blob, int start, int end) {
    BlobIndex index = layout.index();
    int entry = layout.entry(blob);
    int before = layout.entry(blob - 1);
    if (index.packNumber(entry) != index.packNumber(before)) {
      return false;
    }
    int offset = index.offset(entry);
    return entry == before
        || (offset >= end
            && offset - end <= LONGEST_GAP
            && offset + index.length(entry) - start <= LONGEST_RANGE);
  }

  private List<byte[]> opened(int from, int to, int start, int end) throws IOException {
    byte[] sealed = sealedBuffers.take(end - start);
    var opening = new ArrayList<FutureTask<byte[]>>();
    try {
      boolean came = fetch.read(layout.entry(from), start, end, sealed);
      for (int blob = from; blob < to; blob++) {
        int number = blob;
        var task = new FutureTask<>(() -> open(number, came ? sealed : NOTHING, start));
        Processors.THREADS.execute(task);
        opening.add(task);
      }
      var plain = new ArrayList<byte[]>();
      for (FutureTask<byte[]> task : opening) {
        plain.add(Processors.result(task));
      }
      return plain;
    } finally {
      Processors.settle(opening);
      sealedBuffers.giveBack(sealed);
    }
  }

  /** The bytes of a blob, taken out of the codec's array, which is used again; or nothing. */
  private byte[] open(int blob, byte[] sealed, int start) throws IOException {
    BlobCodec codec = codecs.take();
    try {
      byte[] plain = fetch.open(codec, layout.entry(blob), sealed, start, List.of(blob));
      if (plain.length == 0) {
        return NOTHING;
      }
      byte[] own = plainBuffers.take(layout.length(blob));
      System.arraycopy(plain, 0, own, 0, layout.length(blob));
      return own;
    } finally {
      codecs.giveBack(codec);
    }
  }
}
