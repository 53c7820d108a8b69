package org.strongroom.server.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.event.EventLog;

/**
 * Writes failed log-ins into the event log: the first at once, what follows within a minute as one
 * event, so that a flood of them is a line a minute. All names that are no account's share one.
 */
public final class FailedLogIns {
  /** What the events are called. */
  public static final String EVENT = "LogInFailed";

  private static final Logger log = LoggerFactory.getLogger(FailedLogIns.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int MOST_SOURCES_SHOWN = 5;
  private static final int MOST_ACCOUNTS = 10_000;
  private static final String NO_ACCOUNT = "";

  private final Database database;
  private final EventLog events;
  private final LogInRecords records;
  private final InstantSource clock;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  public FailedLogIns(
      Database database, EventLog events, LogInRecords records, InstantSource clock) {
    this.records = records;
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  /** A password was wrong, or there is no such account. */
  void add(Claim claim, String source) {
    Optional<Tally> due;
    synchronized (this) {
      Tally tally = tally(claim);
      tally.add(claim, source);
      due = takeIfDue(tally);
    }
    due.ifPresent(this::write);
  }

  /** An attempt was not even looked at; it is told of with the next event. */
  synchronized void addRefused(Claim claim, String source) {
    Tally tally = tally(claim);
    tally.refused++;
    tally.addSource(source);
  }

  /** Writes what has waited long enough; to be called now and then. */
  public void flush() {
    List<Tally> due = new ArrayList<>();
    synchronized (this) {
      tallies.values().forEach(tally -> takeIfDue(tally).ifPresent(due::add));
      Instant now = clock.instant();
      tallies.values().removeIf(tally -> tally.isEmpty() && !now.isBefore(tally.due));
    }
    due.forEach(this::write);
  }

  private Tally tally(Claim claim) {
    String key = claim.uuid().orElse(NO_ACCOUNT);
    Tally known = tallies.get(key);
    if (known == null && tallies.size() >= MOST_ACCOUNTS) {
      key = NO_ACCOUNT;
      known = tallies.get(key);
    }
    if (known == null) {
      known = new Tally(key);
      tallies.put(key, known);
    }
    return known;
  }

  private Optional<Tally> takeIfDue(Tally tally) {
    Instant now = clock.instant();
    boolean waits = now.isBefore(tally.due) && !now.plus(EVERY).isBefore(tally.due);
    if (tally.isEmpty() || waits) {
      return Optional.empty();
    }
    Tally taken = new Tally(tally);
    tally.clear();
    tally.due = now.plus(EVERY);
    return Optional.of(taken);
  }

  private void write(Tally tally) {
    boolean account = !tally.key.equals(NO_ACCOUNT);
    try {
      database.write(transaction -> {
        events.write(
            new EventLog.Event(
                ResourceType.ACCOUNT,
                account ? tally.key : null,
                tally.name,
                EVENT,
                null,
                null,
                tally.text(account)),
            new Call(Caller.NOBODY, Uuid.random(), Origin.current().requestId()),
            transaction);
        records.failed(tally.key, tally.text(account), transaction);
        return true;
      });
    } catch (RuntimeException e) {
      log.warn("failed log-ins could not be recorded: {}", e.getMessage());
    }
  }

  private static final class Tally {
    private final String key;
    private final Set<String> sources = new LinkedHashSet<>();
    private String name = "";
    private int failed;
    private int refused;
    private boolean moreSources;
    private Instant due = Instant.MIN;

    Tally(String key) {
      this.key = key;
    }

    Tally(Tally other) {
      this(other.key);
      sources.addAll(other.sources);
      name = other.name;
      failed = other.failed;
      refused = other.refused;
      moreSources = other.moreSources;
    }

    void add(Claim claim, String source) {
      name = claim.shownName();
      failed++;
      addSource(source);
    }

    void addSource(String source) {
      if (sources.size() < MOST_SOURCES_SHOWN) {
        sources.add(source);
      } else if (!sources.contains(source)) {
        moreSources = true;
      }
    }

    boolean isEmpty() {
      return failed == 0 && refused == 0;
    }

    void clear() {
      sources.clear();
      failed = 0;
      refused = 0;
      moreSources = false;
    }

    String text(boolean account) {
      StringBuilder text = new StringBuilder();
      text.append(failed).append(failed == 1 ? " log-in failed" : " log-ins failed");
      if (refused > 0) {
        text.append(", ").append(refused).append(" more were refused unseen");
      }
      text.append("; from ").append(String.join(", ", sources));
      if (moreSources) {
        text.append(" and others");
      }
      return text + (account ? "" : "; no account has the name");
    }
  }
}
