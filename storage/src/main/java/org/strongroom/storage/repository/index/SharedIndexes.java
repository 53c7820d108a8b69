package org.strongroom.storage.repository.index;

import java.io.Closeable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;

/**
 * The indexes of the repositories that a node works with: each is in memory once, however many
 * works use it at the same time, and stays for the next work as long as there is room. Thread-safe.
 */
public final class SharedIndexes {
  /** What an entry of an index takes at most. */
  private static final long BYTES_OF_A_BLOB = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String ALONE = "alone ";

  private final long most;
  private final long mostIdle;
  private final Duration patience;

  /** The one that was used last comes last. */
  private final Map<String, Shared> all = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most blobs of all indexes; a work that needs more fails
   * @param mostIdle blobs of those that nobody uses now
   * @param patience how long a work waits for another that reads the same index: it may do so
   *     slowly, or from what does not answer
   */
  public SharedIndexes(long most, long mostIdle, Duration patience) {
    this.most = most;
    this.mostIdle = mostIdle;
    this.patience = patience;
  }

  /** For one repository, whose works have all memory that there is. */
  public static SharedIndexes ofOne() {
    return new SharedIndexes(Long.MAX_VALUE, 0, PATIENCE);
  }

  /** Those of a node, which take half of its memory at most, and a sixteenth while it rests. */
  public static SharedIndexes ofThisMachine() {
    long blobs = Runtime.getRuntime().maxMemory() / BYTES_OF_A_BLOB;
    return new SharedIndexes(blobs / 2, blobs / 16, PATIENCE);
  }

  /** An index and the files that it was read from. */
  private static final class Shared {
    private final ReentrantLock reading = new ReentrantLock();
    private volatile State state = new State();
    private int users;

    boolean isIdle() {
      return users == 0;
    }
  }

  /** What was read, until a file of it is gone: then all is read into another. */
  static final class State {
    final Set<ContentId> loaded = new HashSet<>();
    final BlobIndex index = new BlobIndex();
  }

  /** Begins a use of the index of a repository. */
  public Use use(String repository) {
    synchronized (all) {
      Shared shared = all.computeIfAbsent(repository, any -> new Shared());
      shared.users++;
      return new Use(repository, shared);
    }
  }

  /** Begins a use of an index that nobody else sees, but which takes room too. */
  private Use useAlone() {
    return use(ALONE + UUID.randomUUID());
  }

  /** Blobs in all indexes that are kept. */
  public long blobs() {
    synchronized (all) {
      return all.values().stream().mapToLong(shared -> shared.state.index.size()).sum();
    }
  }

  /** Drops indexes that nobody uses, the one first that was used longest ago. */
  private void drop(long mostOfAll, long mostOfIdle) {
    synchronized (all) {
      long sum = blobs();
      long idle =
          all.values().stream()
              .filter(Shared::isIdle)
              .mapToLong(shared -> shared.state.index.size())
              .sum();
      Iterator<Shared> each = all.values().iterator();
      while (each.hasNext() && (sum > mostOfAll || idle > mostOfIdle)) {
        Shared shared = each.next();
        if (shared.isIdle()) {
          each.remove();
          sum -= shared.state.index.size();
          idle -= shared.state.index.size();
        }
      }
    }
  }

  /** A work's use of an index, until it is closed. */
  public final class Use implements Closeable {
    private final String repository;
    private final Shared shared;
    private boolean closed;

    private Use(String repository, Shared shared) {
      this.repository = repository;
      this.shared = shared;
    }

    /** A further one, of which nobody else sees anything, for what rewrites the index. */
    Use alone() {
      return useAlone();
    }

    /** Held while files are read: two that need the same read it once. */
    ReentrantLock reading() {
      return shared.reading;
    }

    Duration patience() {
      return patience;
    }

    State state() {
      return shared.state;
    }

    /** Begins anew; works that have the former one go on with it. */
    State forget() {
      State fresh = new State();
      shared.state = fresh;
      return fresh;
    }

    /**
     * Looks whether there is room for more.
     *
     * @throws RepositoryException UNSUPPORTED if there is none
     */
    void requireRoom() throws RepositoryException {
      drop(most, Long.MAX_VALUE);
      long blobs = blobs();
      if (blobs > most) {
        throw new RepositoryException(
            RepositoryException.Reason.UNSUPPORTED,
            "the indexes of repositories that are in use have %d blobs, and there is memory for %d; let fewer works run at once, or give the server more memory"
                .formatted(blobs, most));
      }
    }

    @Override
    public void close() {
      synchronized (all) {
        if (!closed) {
          closed = true;
          shared.users--;
          if (repository.startsWith(ALONE)) {
            all.remove(repository);
          }
        }
      }
      drop(most, mostIdle);
    }
  }
}
