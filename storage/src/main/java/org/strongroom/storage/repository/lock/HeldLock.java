package org.strongroom.storage.repository.lock;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;

/**
 * A lock that is held, and written anew every few minutes by a thread of its own: the new file
 * first, then the old one goes. Closing it removes it.
 */
public final class HeldLock implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLock.class);

  private final Locks locks;
  private final SealedFiles files;
  private final LockRules rules;
  private final boolean exclusive;
  private final Thread refresher;
  private ContentId current;
  private Instant written;
  private long writtenNanos = System.nanoTime();
  private boolean lost;
  private boolean closed;

  HeldLock(Locks locks, SealedFiles files, LockRules rules, boolean exclusive, ContentId id) {
    this.locks = locks;
    this.files = files;
    this.rules = rules;
    this.exclusive = exclusive;
    this.current = id;
    this.written = rules.clock().instant();
    this.refresher = Thread.ofVirtual().name("repository lock").start(this::refreshAlways);
  }

  private void refreshAlways() {
    while (awaitTurn()) {
      try {
        refresh();
      } catch (StorageException e) {
        LOG.warn("cannot refresh a lock: {}", e.getMessage());
      }
    }
  }

  private synchronized boolean awaitTurn() {
    long end = System.nanoTime() + rules.refresh().toNanos();
    try {
      for (long left = rules.refresh().toNanos(); !closed && left > 0; ) {
        wait(Math.max(1, Duration.ofNanos(left).toMillis()));
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      return false;
    }
    return !closed;
  }

  /** When it was taken, by the storage's clock. */
  public Instant time() throws StorageException {
    ContentId id;
    synchronized (this) {
      id = current;
    }
    return files.files().stat(FileKind.LOCK, id).map(StorageEntry::modified).orElse(Instant.MIN);
  }

  /**
   * Writes the lock anew. That it has gone meanwhile is remembered: it was not there for a time.
   */
  synchronized void refresh() throws StorageException {
    if (closed) {
      return;
    }
    lost |= !isFresh() || files.files().stat(FileKind.LOCK, current).isEmpty();
    replace();
  }

  private void replace() throws StorageException {
    ContentId old = current;
    current = locks.write(exclusive);
    written = rules.clock().instant();
    writtenNanos = System.nanoTime();
    locks.remove(old);
  }

  private boolean isFresh() {
    return Duration.between(written, rules.clock().instant()).compareTo(LockRules.STALE) < 0
        && System.nanoTime() - writtenNanos < LockRules.STALE.toNanos();
  }

  /**
   * Whether nobody can have taken this lock for none at any time since it was taken or {@link
   * #restore}d: not while this process was paused, and it is still there.
   */
  public synchronized boolean isIntact() throws StorageException {
    return !lost && isFresh() && files.files().stat(FileKind.LOCK, current).isPresent();
  }

  /**
   * Takes the lock again after it was lost, waiting for those who took theirs meanwhile. What they
   * have done is to be looked at then.
   */
  public void restore(LockWaiting waiting) throws IOException {
    while (true) {
      Optional<Locks.Found> holder;
      synchronized (this) {
        replace();
        holder = locks.firstHolder(exclusive, current);
        lost = false;
      }
      if (holder.isEmpty()) {
        return;
      }
      waiting.waitsFor(holder.get().lock().describe());
      Locks.pause(rules.poll());
    }
  }

  /**
   * Makes sure, once it is closed, that it does not lie there: whoever goes on with another lock
   * would wait for this one.
   */
  public void requireRemoved() throws StorageException {
    ContentId id;
    synchronized (this) {
      id = current;
    }
    locks.remove(id);
  }

  /** Removes the lock. What cannot be removed goes when somebody finds it stale. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = Thread.interrupted();
    try {
      refresher.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      locks.remove(current);
    } catch (StorageException e) {
      LOG.warn("cannot remove a lock, which others honour until it is: {}", e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
