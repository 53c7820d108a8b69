package org.strongroom.server.login;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many attempts of one kind may fail: a few at once, then one after each delay, which doubles
 * up to a bound. What has not failed for a while is forgotten, as is what was used least recently
 * when there is too much to remember.
 */
final class FailureBudget {
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
  private static final int MOST_DOUBLINGS = 16;

  private final String name;
  private final int free;
  private final Duration longestDelay;
  private final Map<String, Failures> failures;

  /**
   * Remembers nothing yet.
   *
   * @param name by which all nodes know it
   * @param free how many may fail without any delay
   * @param remembered for how many keys failures are kept
   */
  FailureBudget(String name, int free, Duration longestDelay, int remembered) {
    this.name = name;
    this.free = free;
    this.longestDelay = longestDelay;
    this.failures =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > remembered;
          }
        };
  }

  String name() {
    return name;
  }

  int free() {
    return free;
  }

  /** How long the next attempt has to wait; empty if it may be made now. */
  synchronized Optional<Duration> delay(String key, Instant now) {
    Failures known = failures.get(key);
    if (known == null) {
      return Optional.empty();
    }
    if (now.isAfter(known.last.plus(FORGOTTEN_AFTER))) {
      failures.remove(key);
      return Optional.empty();
    }
    if (now.isBefore(known.last)) { // the clock was set back
      known.last = now;
      known.nextAttempt = now.plus(delayAfter(known.count));
    }
    Duration left = Duration.between(now, known.nextAttempt);
    if (left.isPositive()) {
      return Optional.of(left);
    }
    // while one is looked at, others would get round the delay
    return known.trying ? Optional.of(FIRST_DELAY) : Optional.empty();
  }

  /** An attempt is made; beyond the free ones no other may be made until it has ended. */
  synchronized void begin(String key) {
    Failures known = failures.get(key);
    if (known != null && known.count >= free) {
      known.trying = true;
    }
  }

  /** An attempt has ended with nothing that could be said of it. */
  synchronized void end(String key) {
    Failures known = failures.get(key);
    if (known != null) {
      known.trying = false;
    }
  }

  /** An attempt has failed. */
  synchronized void failed(String key, Instant now) {
    Failures known = failures.computeIfAbsent(key, k -> new Failures());
    known.trying = false;
    known.count++;
    known.last = now;
    known.nextAttempt = now.plus(delayAfter(known.count));
  }

  /** How long the next attempt has to wait after so many failures. */
  Duration delayAfter(int count) {
    if (count < free) {
      return Duration.ZERO;
    }
    Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(count - free, MOST_DOUBLINGS));
    return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
  }

  /** An attempt has succeeded: earlier failures count no more. */
  synchronized void succeeded(String key) {
    failures.remove(key);
  }

  /** For how many keys failures are remembered. */
  synchronized int size() {
    return failures.size();
  }

  private static final class Failures {
    private int count;
    private boolean trying;
    private Instant last = Instant.MIN;
    private Instant nextAttempt = Instant.MIN;
  }
}
