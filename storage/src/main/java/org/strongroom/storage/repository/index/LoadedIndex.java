package org.strongroom.storage.repository.index;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;

/**
 * The index files of a repository as they were when they were last looked at. Files are never
 * changed, so only new ones are read; when one has gone, somebody has cleaned up, and all are read
 * anew. Thread-safe.
 */
public final class LoadedIndex {
  private static final int ATTEMPTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(LoadedIndex.class);

  private final SealedFiles files;
  private final Set<ContentId> loaded = new HashSet<>();
  private BlobIndex index = new BlobIndex();

  public LoadedIndex(SealedFiles files) {
    this.files = files;
  }

  /** The index as it was last looked at. */
  public synchronized BlobIndex current() {
    return index;
  }

  /** Looks for new index files. */
  public synchronized BlobIndex refresh() throws IOException {
    for (int attempt = 1; ; attempt++) {
      Set<ContentId> present = files.files().list(FileKind.INDEX).keySet();
      if (!present.containsAll(loaded)) {
        forget();
      }
      try {
        load(present);
        return index;
      } catch (RepositoryException e) {
        // Somebody may have replaced the file after it was listed.
        if (e.reason() != Reason.MISSING || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** As {@link #refresh}, for reads: what damaged index files told of is missing then. */
  public synchronized BlobIndex refreshAsFarAsPossible() throws IOException {
    try {
      return refresh();
    } catch (RepositoryException e) {
      LOG.warn("an index file cannot be read: {}", e.getMessage());
      return index;
    }
  }

  /** Reads all index files, as if none had been read before. */
  public synchronized BlobIndex reload() throws IOException {
    forget();
    return refresh();
  }

  private void forget() {
    loaded.clear();
    index = new BlobIndex();
  }

  /** Reads all that can be read, and then fails if something could not. */
  private void load(Set<ContentId> present) throws IOException {
    RepositoryException failure = null;
    for (ContentId file : present) {
      if (!loaded.contains(file)) {
        try {
          load(file);
        } catch (RepositoryException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void load(ContentId file) throws IOException {
    try (InputStream stream = files.open(FileKind.INDEX, file)) {
      IndexFile.read(stream, index::add);
    }
    loaded.add(file);
  }
}
