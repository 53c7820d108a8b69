package org.strongroom.storage.repository;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.work.BlobLayout;
import org.strongroom.storage.repository.work.BlobReader;
import org.strongroom.storage.repository.work.Processors;
import org.strongroom.storage.repository.work.RepositoryParts;

/**
 * A disk as a generation has it, read at any offset. Each blob that bytes come from was compared
 * with its id before. Whole blobs are kept in a bounded cache; sequential reads fetch the next ones
 * ahead. Unlike other disks it is thread-safe. Reads go on while somebody else cleans the
 * repository up.
 */
public final class GenerationDisk implements Disk {
  private static final long CACHE_BYTES = 64L << 20;
  private static final int AHEAD = 4;

  private final BlobReader blobs;
  private final RepositoryParts parts;
  private final Map<Integer, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Integer, FutureTask<byte[]>> coming = new HashMap<>();
  private volatile BlobLayout layout;
  private long cached;
  private int lastRead = -1;
  private boolean closed;

  GenerationDisk(RepositoryParts parts, FileNode file) throws IOException {
    this.parts = parts;
    this.blobs = new BlobReader(parts.files(), parts.sealed().key(), parts.index());
    this.layout = BlobLayout.of(file, parts.index());
  }

  @Override
  public long size() {
    return layout.size();
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    if (position >= size()) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    BlobLayout now = layout;
    int blob = now.at(position);
    int some = (int) Math.min(target.remaining(), now.end(blob) - position);
    if (now.isZero(blob)) {
      target.put(new byte[some]);
    } else {
      byte[] bytes = blob(blob);
      target.put(bytes, (int) (position - now.start(blob)), some);
    }
    return some;
  }

  private byte[] blob(int blob) throws IOException {
    FutureTask<byte[]> task;
    boolean isMine = false;
    synchronized (this) {
      requireOpen();
      byte[] known = cache.get(blob);
      boolean sequential = blob == lastRead + 1 || blob == lastRead;
      lastRead = blob;
      if (sequential) {
        fetchAhead(blob + 1);
      }
      if (known != null) {
        return known;
      }
      FutureTask<byte[]> begun = coming.get(blob);
      isMine = begun == null;
      task = begun != null ? begun : begin(blob);
    }
    if (isMine) {
      task.run();
    }
    return Processors.result(task);
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the disk is closed");
    }
  }

  private void fetchAhead(int from) {
    BlobLayout now = layout;
    int end = Math.min(from + AHEAD, now.count());
    for (int blob = from; blob < end; blob++) {
      if (!cache.containsKey(blob) && !coming.containsKey(blob) && !now.isZero(blob)) {
        FutureTask<byte[]> task = begin(blob);
        Thread.ofVirtual().name("generation read ahead").start(task);
      }
    }
  }

  private FutureTask<byte[]> begin(int blob) {
    var task = new FutureTask<byte[]>(() -> fetch(blob));
    coming.put(blob, task);
    return task;
  }

  private byte[] fetch(int blob) throws IOException {
    byte[] bytes = null;
    try {
      bytes = fetchBytes(blob);
      return bytes;
    } finally {
      synchronized (this) {
        coming.remove(blob);
        if (bytes != null && !closed) {
          keep(blob, bytes);
        }
      }
    }
  }

  private byte[] fetchBytes(int blob) throws IOException {
    BlobLayout now = layout;
    try {
      return blobs.read(now.index().entry(now.entry(blob)));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.MISSING) {
        synchronized (parts.index()) {
          if (layout == now) {
            layout = now.in(parts.index().refreshAsFarAsPossible());
          }
        }
      }
      return blobs.read(BlobType.DATA, now.id(blob));
    }
  }

  private void keep(int blob, byte[] bytes) {
    cache.put(blob, bytes);
    cached += bytes.length;
    Iterator<byte[]> eldest = cache.values().iterator();
    while (cached > CACHE_BYTES && cache.size() > 1) {
      cached -= eldest.next().length;
      eldest.remove();
    }
  }

  @Override
  public Run run(long position, long most) {
    if (position < 0 || position >= size() || most < 1) {
      throw new IllegalArgumentException("position %d, most %d".formatted(position, most));
    }
    BlobLayout now = layout;
    int blob = now.at(position);
    return new Run(now.isZero(blob), Math.min(now.endOfRun(blob) - position, most));
  }

  /** Nothing is to be followed: that all blobs are known was seen when the disk was opened. */
  @Override
  public void check() throws ImageFormatException {}

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      cache.clear();
    }
    blobs.close();
  }
}
