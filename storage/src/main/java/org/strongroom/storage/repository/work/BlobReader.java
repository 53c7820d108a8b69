package org.strongroom.storage.repository.work;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.repository.crypto.MasterKey;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.file.RepositoryFiles;
import org.strongroom.storage.repository.index.BlobIndex;
import org.strongroom.storage.repository.index.LoadedIndex;
import org.strongroom.storage.repository.pack.BlobCodec;
import org.strongroom.storage.repository.pack.BlobCodecs;
import org.strongroom.storage.repository.pack.BlobType;
import org.strongroom.storage.repository.pack.PackReads;
import org.strongroom.storage.repository.pack.SealedBlob;

/** Reads single blobs, each proved by its id; keeps some packs open. Thread-safe. */
public final class BlobReader implements Closeable {
  private static final int MOST_OPEN = 16;

  private final RepositoryFiles files;
  private final LoadedIndex index;
  private final BlobCodecs codecs;
  private final Map<ContentId, Deque<ByteSource>> idle = new LinkedHashMap<>(16, 0.75f, true);
  private int open;
  private boolean closed;

  public BlobReader(RepositoryFiles files, MasterKey key, LoadedIndex index) {
    this.files = files;
    this.codecs = new BlobCodecs(key);
    this.index = index;
  }

  /**
   * The plain bytes of a blob, wherever a good copy of it is.
   *
   * @throws RepositoryException MISSING if no index has it
   */
  public byte[] read(BlobType type, ContentId id) throws IOException {
    BlobIndex known = index.current();
    if (known.contains(type, id)) {
      try {
        return readAny(known, type, id);
      } catch (RepositoryException e) {
        // Somebody may have cleaned up: the blob lies in another pack then.
        if (e.reason() != Reason.MISSING && e.reason() != Reason.DAMAGED) {
          throw e;
        }
      }
    }
    return readAny(index.refreshAsFarAsPossible(), type, id);
  }

  private byte[] readAny(BlobIndex known, BlobType type, ContentId id) throws IOException {
    var failure = new RepositoryException(Reason.MISSING, "no index has the blob %s".formatted(id));
    for (int entry : known.findAll(type, id)) {
      try {
        return read(known.entry(entry));
      } catch (RepositoryException e) {
        failure = e;
      }
    }
    throw failure;
  }

  /** The plain bytes of a blob where the index says that it is. */
  public byte[] read(BlobIndex.Entry entry) throws IOException {
    byte[] sealed = fetch(entry);
    BlobCodec codec = codecs.take();
    try {
      byte[] plain = codec.open(entry.blob(), sealed, 0);
      return Arrays.copyOf(plain, entry.blob().plainLength());
    } finally {
      codecs.giveBack(codec);
    }
  }

  /** A blob as it lies in its pack, proved by its id, to be put into another one. */
  public SealedBlob readSealed(BlobIndex.Entry entry) throws IOException {
    byte[] sealed = fetch(entry);
    BlobCodec codec = codecs.take();
    try {
      return codec.proved(entry.blob(), sealed);
    } finally {
      codecs.giveBack(codec);
    }
  }

  private byte[] fetch(BlobIndex.Entry entry) throws IOException {
    byte[] sealed = new byte[entry.blob().length()];
    ByteSource source = borrow(entry.pack());
    boolean whole = false;
    try {
      PackReads.fully(source, entry.blob().offset(), sealed, sealed.length);
      whole = true;
    } finally {
      if (whole) {
        giveBack(entry.pack(), source);
      } else {
        source.close();
      }
    }
    return sealed;
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
    codecs.close();
  }
}
