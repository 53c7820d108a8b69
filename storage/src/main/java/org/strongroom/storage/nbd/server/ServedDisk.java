package org.strongroom.storage.nbd.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that is served under a name, until it is closed or its time is over. */
final class ServedDisk {
  private final DiskOpener opener;
  private final long end;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger readers = new AtomicInteger();
  private volatile boolean closed;

  ServedDisk(DiskOpener opener, Duration time) {
    this.opener = opener;
    this.end = System.nanoTime() + time.toNanos();
  }

  DiskOpener opener() {
    return opener;
  }

  boolean isOver() {
    return closed || System.nanoTime() - end >= 0;
  }

  /** Takes one of its places, if fewer are taken than may be. */
  boolean enter(int most) {
    if (readers.incrementAndGet() <= most) {
      return true;
    }
    readers.decrementAndGet();
    return false;
  }

  void leave() {
    readers.decrementAndGet();
  }

  /** Takes a connection that reads it, unless it is over. */
  boolean join(Session session) {
    sessions.add(session);
    if (isOver()) {
      sessions.remove(session);
      return false;
    }
    return true;
  }

  void leave(Session session) {
    sessions.remove(session);
  }

  /** Cuts all who read it, and waits a while until their disks are closed. */
  void close(Duration patience) {
    closed = true;
    sessions.forEach(Session::cut);
    long until = System.nanoTime() + patience.toNanos();
    for (Session session : sessions) {
      session.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }
  }
}
