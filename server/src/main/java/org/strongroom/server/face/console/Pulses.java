package org.strongroom.server.face.console;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;

/**
 * Looks for open pages whether something has changed. One thread looks once in a beat, at each
 * account once however many of its pages are open, and wakes only those that are to be told: pages
 * at which nothing happens cost next to nothing. While many accounts look it asks first whether
 * anything has happened at all, and looks for each of them only every few beats if not.
 */
final class Pulses implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pulses.class);
  private static final int BEATS_TO_SESSIONS = 5;

  /** What nobody but the account is told shows by then: its rights, jobs behind many others. */
  private static final int BEATS_TO_ALL = 5;

  /** So few are asked for each by itself. */
  private static final int FEW = 2;

  private final Duration beat;
  private final Function<Caller, Pulse> asked;
  private final UnaryOperator<Set<String>> goingOn;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition over = lock.newCondition();
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private @Nullable Thread looking;
  private boolean closed;

  /**
   * Looks for nobody yet.
   *
   * @param beat between two looks
   * @param asked what a caller sees now; may fail, and take long
   * @param goingOn which of these sessions, by their digests, go on; may fail too
   */
  Pulses(Duration beat, Function<Caller, Pulse> asked, UnaryOperator<Set<String>> goingOn) {
    this.beat = beat;
    this.asked = asked;
    this.goingOn = goingOn;
  }

  /** What a page is told. */
  enum News {
    /** Something has come about, changed or ended. */
    CHANGED,
    /** A job has got on. */
    PROGRESS,
    /** Its session has ended. */
    ENDED,
    /** The server stops. */
    CLOSED,
    /** There is none. */
    NONE
  }

  private static final class Account {
    private final Caller caller;
    private final Condition told;
    private Pulse pulse = Pulse.NONE;
    private int changes;
    private int steps;
    private int pages;

    Account(Caller caller, Condition told) {
      this.caller = caller;
      this.told = told;
    }
  }

  private static final class Session {
    private int pages;
    private boolean ended;
  }

  /** A page that is open. */
  final class Page implements AutoCloseable {
    private final Account account;
    private final String digest;
    private final Session session;
    private int changes;
    private int steps;

    private Page(Account account, String digest, Session session) {
      this.account = account;
      this.digest = digest;
      this.session = session;
      this.changes = account.changes;
      this.steps = account.steps;
    }

    /** What has happened since it was told last; waits for it, but not for longer than so. */
    News await(Duration most) throws InterruptedException {
      lock.lock();
      try {
        long left = most.toNanos();
        while (true) {
          News news = news();
          if (news != News.NONE || left <= 0) {
            return news;
          }
          left = account.told.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }

    private News news() {
      if (closed) {
        return News.CLOSED;
      }
      if (session.ended) {
        return News.ENDED;
      }
      boolean changed = changes != account.changes;
      boolean moved = steps != account.steps;
      changes = account.changes;
      steps = account.steps;
      return changed ? News.CHANGED : moved ? News.PROGRESS : News.NONE;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (--session.pages == 0) {
          sessions.remove(digest, session);
        }
        if (--account.pages == 0) {
          accounts.remove(account.caller.accountUuid(), account);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * A page is open from now on.
   *
   * @param session the digest of the session that it belongs to
   */
  Page open(Caller caller, String session) {
    Page page = joined(caller, session);
    if (page.account.pulse.equals(Pulse.NONE)) {
      first(page.account);
    }
    return page;
  }

  private Page joined(Caller caller, String digest) {
    lock.lock();
    try {
      Account account =
          accounts.computeIfAbsent(
              caller.accountUuid(), key -> new Account(caller, lock.newCondition()));
      Session session = sessions.computeIfAbsent(digest, key -> new Session());
      account.pages++;
      session.pages++;
      if (looking == null && !closed) {
        looking = Thread.ofVirtual().name("console-pulses").start(this::look);
      }
      return new Page(account, digest, session);
    } finally {
      lock.unlock();
    }
  }

  /** How many pages of a session are open. */
  int pages(String digest) {
    lock.lock();
    try {
      Session session = sessions.get(digest);
      return session == null ? 0 : session.pages;
    } finally {
      lock.unlock();
    }
  }

  /** What there is when the first page of an account is opened is no news. */
  private void first(Account account) {
    try {
      Pulse pulse = asked.apply(account.caller);
      lock.lock();
      try {
        if (account.pulse.equals(Pulse.NONE)) {
          account.pulse = pulse;
        }
      } finally {
        lock.unlock();
      }
    } catch (RuntimeException e) { // thrown on, it would leave the page open for ever
      log.debug("a server that is busy, or without its catalog, tells later: {}", e.toString());
    }
  }

  private void look() {
    Pulse before = Pulse.NONE;
    for (int beats = 1; pause(); beats++) {
      try {
        List<Account> all = all();
        Pulse now = all.size() > FEW ? pulse(Caller.SYSTEM, before) : Pulse.NONE;
        if (all.size() <= FEW || !now.equals(before) || beats % BEATS_TO_ALL == 0) {
          all.forEach(each -> tell(each, pulse(each.caller, each.pulse)));
        }
        before = now;
        if (beats % BEATS_TO_SESSIONS == 0) {
          askSessions();
        }
      } catch (RuntimeException e) {
        log.debug("what has changed is not known now", e); // the next beat may know
      }
    }
  }

  /** Waits for the next beat; false once nobody looks any more. */
  private boolean pause() {
    lock.lock();
    try {
      long left = beat.toNanos();
      while (left > 0 && !closed) {
        left = over.awaitNanos(left);
      }
      if (accounts.isEmpty() || closed) {
        looking = null;
        return false;
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      looking = null;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private List<Account> all() {
    lock.lock();
    try {
      return List.copyOf(accounts.values());
    } finally {
      lock.unlock();
    }
  }

  /**
   * A server that is busy tells later, and the others are told nevertheless. The question counts
   * among those of who asks.
   */
  private Pulse pulse(Caller caller, Pulse before) {
    new Origin("", "", () -> false).bind();
    try {
      return asked.apply(caller);
    } catch (RuntimeException e) {
      log.debug("what has changed is not known now", e); // the next beat may know
      return before;
    } finally {
      Origin.unbind();
    }
  }

  private void tell(Account account, Pulse now) {
    lock.lock();
    try {
      Pulse before = account.pulse;
      account.pulse = now;
      if (!now.things().equals(before.things())) {
        account.changes++;
      }
      if (!now.progress().equals(before.progress())) {
        account.steps++;
      }
      if (!now.equals(before)) {
        account.told.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void askSessions() {
    Set<String> known;
    lock.lock();
    try {
      known = new HashSet<>(sessions.keySet());
    } finally {
      lock.unlock();
    }
    known.removeAll(goingOn.apply(Set.copyOf(known)));
    if (known.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      known.stream().map(sessions::get).forEach(Pulses::end);
      wakeAll();
    } finally {
      lock.unlock();
    }
  }

  private static void end(@Nullable Session session) {
    if (session != null) {
      session.ended = true;
    }
  }

  private void wakeAll() {
    accounts.values().forEach(each -> each.told.signalAll());
  }

  /** Ends all pages' waiting. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      over.signalAll();
      wakeAll();
    } finally {
      lock.unlock();
    }
  }
}
