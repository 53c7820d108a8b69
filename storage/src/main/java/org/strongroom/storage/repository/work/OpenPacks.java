package org.strongroom.storage.repository.work;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryFiles;
import org.strongroom.storage.repository.pack.PackReads;

/**
 * Reads pieces of packs, and keeps the packs that were read last open: opening one costs round
 * trips, and at a server a process perhaps. Thread-safe; a pack is open once for each thread that
 * reads it at the same time.
 */
public final class OpenPacks implements Closeable {
  private static final int MOST_OPEN = 16;

  private final RepositoryFiles files;
  private final Map<ContentId, Deque<ByteSource>> idle = new LinkedHashMap<>(16, 0.75f, true);
  private int open;
  private boolean closed;

  OpenPacks(RepositoryFiles files) {
    this.files = files;
  }

  /**
   * Fills the first {@code length} bytes of {@code target}.
   *
   * @throws RepositoryException MISSING if the pack is not there, DAMAGED if it ends before
   */
  public void read(ContentId pack, long position, byte[] target, int length) throws IOException {
    ByteSource source = borrow(pack);
    boolean whole = false;
    try {
      PackReads.fully(source, position, target, length);
      whole = true;
    } finally {
      if (whole) {
        giveBack(pack, source);
      } else {
        source.close();
      }
    }
  }

  /**
   * Bytes of a pack.
   *
   * @throws RepositoryException MISSING if it is not there
   */
  public long size(ContentId pack) throws IOException {
    ByteSource source = borrow(pack);
    boolean whole = false;
    try {
      long size = source.size();
      whole = true;
      return size;
    } finally {
      if (whole) {
        giveBack(pack, source);
      } else {
        source.close();
      }
    }
  }

  private ByteSource borrow(ContentId pack) throws IOException {
    synchronized (idle) {
      Deque<ByteSource> sources = idle.get(pack);
      if (sources != null && !sources.isEmpty()) {
        open--;
        return sources.pop();
      }
    }
    return files.open(pack);
  }

  private void giveBack(ContentId pack, ByteSource source) throws IOException {
    ByteSource surplus = null;
    synchronized (idle) {
      if (closed) {
        surplus = source;
      } else {
        idle.computeIfAbsent(pack, any -> new ArrayDeque<>()).push(source);
        if (++open > MOST_OPEN) {
          surplus = eldest();
        }
      }
    }
    if (surplus != null) {
      surplus.close();
    }
  }

  private ByteSource eldest() {
    Iterator<Deque<ByteSource>> all = idle.values().iterator();
    while (true) {
      Deque<ByteSource> sources = all.next();
      if (sources.isEmpty()) {
        all.remove();
      } else {
        open--;
        return sources.pop();
      }
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      for (Deque<ByteSource> sources : idle.values()) {
        for (ByteSource source : sources) {
          try {
            source.close();
          } catch (IOException e) {
            // It was read only.
          }
        }
      }
      idle.clear();
    }
  }
}
