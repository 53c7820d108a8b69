package org.strongroom.server.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.login.SharedLogIns.Entry;
import org.strongroom.server.secret.PasswordHash;

/**
 * Compares passwords within budgets for each account and each source, and records what fails.
 *
 * <p>Where an account was logged in to before, only what fails from there counts: whoever guesses
 * elsewhere, and whoever guesses other accounts behind the same address, does not shut it out. No
 * delay is longer than half a minute. What has failed counts at all nodes together.
 */
public final class LogInGuard {
  private static final Logger log = LoggerFactory.getLogger(LogInGuard.class);
  private static final int REMEMBERED = 10_000;
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final Duration TOLD_AGAIN = Duration.ofDays(1);
  private static final Duration REFUSAL_TAKES = Duration.ofMillis(500);

  private final InstantSource clock;
  private final FailedLogIns failedLogIns;
  private final LogInRecords records;
  private final SharedLogIns shared;
  private final FailureBudget sources = new FailureBudget("source", 10, LONGEST_DELAY, REMEMBERED);
  private final FailureBudget accounts =
      new FailureBudget("account", 20, LONGEST_DELAY, REMEMBERED);
  private final FailureBudget unknownAccounts =
      new FailureBudget("unknown account", 20, LONGEST_DELAY, REMEMBERED);
  private final FailureBudget places = new FailureBudget("place", 10, LONGEST_DELAY, REMEMBERED);

  /** From where accounts were logged in to, and when all nodes were told so. */
  private final Map<String, Instant> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
              return size() > REMEMBERED;
            }
          });

  public LogInGuard(
      InstantSource clock, FailedLogIns failedLogIns, LogInRecords records, SharedLogIns shared) {
    this.shared = shared;
    this.records = records;
    this.clock = clock;
    this.failedLogIns = failedLogIns;
  }

  /**
   * Whether somebody who claims to be an account knows its password.
   *
   * @param kept the hash of the account's password; empty if there is no such account
   * @throws RetryLaterException ID.1007 if too many attempts have failed, SYS.1013 if too many wait
   */
  public boolean matches(Claim claim, String sha512, Optional<String> kept) {
    String place = claim.key() + " " + Origin.current().source();
    List<Budget> budgets =
        isKnown(place)
            ? List.of(new Budget(places, place))
            : List.of(
                new Budget(sources, Origin.current().source()),
                new Budget(claim.uuid().isPresent() ? accounts : unknownAccounts, claim.key()));
    boolean matches = matches(claim, budgets, sha512, kept);
    if (matches) {
      remember(place);
      records.succeeded(claim);
    }
    return matches;
  }

  private boolean isKnown(String place) {
    return known.containsKey(place) || shared.isPlace(place);
  }

  /** Other nodes are told once a day, so that they do not forget it. */
  private void remember(String place) {
    Instant now = clock.instant();
    Instant told = known.get(place);
    if (told == null || now.isAfter(told.plus(TOLD_AGAIN)) || now.isBefore(told)) {
      known.put(place, now);
      shared.place(place);
    }
  }

  /** Forgets what counts no more; to be called now and then. */
  public void tidy() {
    shared.tidy();
  }

  /** The same for who has a session already and is asked for the password in force. */
  public boolean matchesAgain(Claim claim, String sha512, Optional<String> kept) {
    return matches(claim, List.of(new Budget(places, claim.key() + " again")), sha512, kept);
  }

  private boolean matches(Claim claim, List<Budget> budgets, String sha512, Optional<String> kept) {
    String source = Origin.current().source();
    Attempt attempt = new Attempt(budgets);
    boolean matches = false;
    try {
      attempt.check();
      // a hundred at once wait for their turn, and the first ones may have failed by then
      matches = PasswordHash.matches(sha512, kept, attempt);
    } catch (RetryLaterException e) {
      if (e.is(ErrorCode.TOO_MANY_LOG_INS)) {
        failedLogIns.addRefused(claim, source);
        slowDown();
      }
      throw e;
    } finally {
      attempt.end();
    }
    if (!matches) {
      log.warn("log-in as '{}' from {} failed", claim.shownName(), source);
      failedLogIns.add(claim, source);
    }
    return matches;
  }

  /** Whoever asks again at once gets no faster; a virtual thread that waits costs nothing. */
  private static void slowDown() {
    if (Thread.currentThread().isVirtual()) {
      LockSupport.parkNanos(REFUSAL_TAKES.toNanos());
    }
  }

  /** One comparison with all the budgets that it draws on. */
  private final class Attempt implements PasswordHash.Turn {
    private final List<Budget> budgets;
    private final List<Entry> entries;
    private boolean begun;
    private volatile boolean claimed;
    private boolean ended;

    Attempt(List<Budget> budgets) {
      this.budgets = budgets;
      this.entries = budgets.stream().map(budget -> Entry.of(budget.failures, budget.key)).toList();
    }

    void check() {
      checkHere();
      shared.delay(entries).ifPresent(LogInGuard::refuse);
    }

    private void checkHere() {
      Instant now = clock.instant();
      budgets.stream()
          .flatMap(budget -> budget.failures.delay(budget.key, now).stream())
          .max(Duration::compareTo)
          .ifPresent(LogInGuard::refuse);
    }

    @Override
    public void begins() {
      synchronized (LogInGuard.this) {
        if (ended) {
          throw new ApiException(ErrorCode.CANCELLED, "nobody waits for the answer any more");
        }
        checkHere();
        budgets.forEach(budget -> budget.failures.begin(budget.key));
        begun = true;
      }
      if (shared.isBeyond(entries)) {
        shared.claim(entries).ifPresent(LogInGuard::refuse);
        claimed = true;
      }
    }

    @Override
    public void ended(boolean matches) {
      if (isLast()) {
        Instant now = clock.instant();
        for (Budget budget : budgets) {
          if (!matches) {
            budget.failures.failed(budget.key, now);
          } else if (budget.failures == places) {
            places.succeeded(budget.key);
            shared.succeeded(Entry.of(places, budget.key));
          } else {
            budget.failures.end(budget.key);
          }
        }
        if (!matches) {
          shared.failed(entries);
        } else if (claimed) {
          shared.released(entries);
        }
      }
    }

    /** Nobody waits for it any more; does nothing when it has ended by itself. */
    void end() {
      if (isLast()) {
        budgets.forEach(budget -> budget.failures.end(budget.key));
        if (claimed) {
          shared.released(entries);
        }
      }
    }

    private boolean isLast() {
      synchronized (LogInGuard.this) {
        boolean first = begun && !ended;
        ended = true;
        return first;
      }
    }
  }

  private static void refuse(Duration delay) {
    throw new RetryLaterException(
        ErrorCode.TOO_MANY_LOG_INS,
        "too many log-ins failed for this account or from this address; try again in %d seconds"
            .formatted(Math.max(1, delay.plusMillis(999).toSeconds())),
        delay);
  }

  private record Budget(FailureBudget failures, String key) {}
}
