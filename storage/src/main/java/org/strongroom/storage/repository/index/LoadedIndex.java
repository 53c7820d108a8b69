package org.strongroom.storage.repository.index;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.index.SharedIndexes.State;

/**
 * The index files of a repository as they were when they were last looked at. Files are never
 * changed, so only new ones are read; when one has gone, somebody has cleaned up, and all are read
 * anew. What others of this node have read counts, and what is read here counts for them; entries
 * that they find are added meanwhile, of packs that are there. Thread-safe.
 */
public final class LoadedIndex implements Closeable {
  private static final int ATTEMPTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(LoadedIndex.class);

  private final SealedFiles files;
  private volatile SharedIndexes.Use use;
  private volatile State state;

  /**
   * One that others may use at the same time.
   *
   * @param use closed with this
   */
  public LoadedIndex(SealedFiles files, SharedIndexes.Use use) {
    this.files = files;
    this.use = use;
    this.state = use.state();
  }

  /** A further one, which stays as this work reads it whatever others find. */
  public LoadedIndex separate() {
    return new LoadedIndex(files, use.alone());
  }

  /** The index as it was last looked at. */
  public BlobIndex current() {
    return state.index;
  }

  /** Looks for new index files. */
  public BlobIndex refresh() throws IOException {
    return look(false, null);
  }

  /** As {@link #refresh}, for reads: what damaged index files told of is missing then. */
  public BlobIndex refreshAsFarAsPossible() throws IOException {
    try {
      return refresh();
    } catch (RepositoryException e) {
      if (e.reason() == Reason.UNSUPPORTED) {
        throw e; // it does not fit: what is not known then is not missing
      }
      LOG.warn("an index file cannot be read: {}", e.getMessage());
      return current();
    }
  }

  /**
   * The same for a verification, which goes on without what damaged files told of.
   *
   * @param damaged gets what is wrong with each
   */
  public BlobIndex refresh(BiConsumer<ContentId, RepositoryException> damaged) throws IOException {
    return look(false, damaged);
  }

  /** As {@link #refresh(BiConsumer)}, as if no file had been read before. */
  public BlobIndex reload(BiConsumer<ContentId, RepositoryException> damaged) throws IOException {
    return look(true, damaged);
  }

  /** Reads all index files, as if none had been read before. */
  public BlobIndex reload() throws IOException {
    return look(true, null);
  }

  private synchronized BlobIndex look(
      boolean anew, @Nullable BiConsumer<ContentId, RepositoryException> damaged)
      throws IOException {
    ReentrantLock reading = use.reading();
    try {
      if (!reading.tryLock(use.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        SharedIndexes.Use own = use.alone();
        use.close();
        use = own;
        reading = use.reading();
        reading.lock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another reads the index");
    }
    try {
      if (anew) {
        use.forget();
      }
      return look(damaged);
    } finally {
      state = use.state();
      reading.unlock();
    }
  }

  private BlobIndex look(@Nullable BiConsumer<ContentId, RepositoryException> damaged)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      Set<ContentId> present = files.files().list(FileKind.INDEX).keySet();
      State known = use.state();
      if (!present.containsAll(known.loaded)) {
        known = use.forget();
      }
      try {
        load(present, known, damaged);
        return known.index;
      } catch (RepositoryException e) {
        // Somebody may have replaced the file after it was listed.
        if (e.reason() != Reason.MISSING || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Reads all that can be read, and then fails if something could not. */
  private void load(
      Set<ContentId> present,
      State into,
      @Nullable BiConsumer<ContentId, RepositoryException> damaged)
      throws IOException {
    RepositoryException failure = null;
    for (ContentId file : present) {
      if (!into.loaded.contains(file)) {
        use.requireRoom();
        try {
          load(file, into);
        } catch (RepositoryException e) {
          if (damaged == null || e.reason() == Reason.MISSING) {
            failure = e;
          } else {
            damaged.accept(file, e);
          }
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void load(ContentId file, State into) throws IOException {
    try (InputStream stream = files.open(FileKind.INDEX, file)) {
      IndexFile.read(stream, into.index::add);
    }
    into.loaded.add(file);
  }

  @Override
  public void close() {
    use.close();
  }
}
