package org.strongroom.server.face.console.bulk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.account.ConsoleRuns;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.face.console.bulk.Outcome.End;
import org.strongroom.server.face.console.form.Calling;
import org.strongroom.server.face.console.form.ManyAtOnce;
import org.strongroom.server.face.console.table.Listing;
import org.strongroom.server.job.JobOutcome;

/**
 * The same call for many resources, a few at once, each a job of its own under the rights that the
 * caller has at that time. Each row has an outcome in the end, whatever happens: rows that were not
 * begun say why.
 */
public final class BulkRun {
  private static final Logger log = LoggerFactory.getLogger(BulkRun.class);
  private static final int AT_ONCE = 4;
  private static final int TRIES = 60;
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final long LONGEST_PAUSE = 30;

  /** Seconds between attempts of a node that has left the others. */
  private static final long AWAY = 3;

  private final Asked asked;
  private final Calling calling;
  private final Supplier<Optional<Caller>> caller;
  private final ConsoleRuns runs;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch workers;
  private final List<Outcome> outcomes = new ArrayList<>();
  private volatile Why why = Why.CANCELLED;

  /**
   * What was asked for.
   *
   * @param id names the run
   * @param account that asked, which alone sees it
   * @param values of the call, without the resource
   * @param source the client's address
   */
  public record Asked(
      String id,
      String account,
      OperationModel operation,
      Listing listing,
      Map<String, Object> values,
      List<Row> rows,
      Instant began,
      String source) {}

  /** Why rows were not begun. */
  public enum Why {
    CANCELLED,
    SESSION_ENDED,
    SERVER_STOPPED,
    BUSY
  }

  /** How far it is. */
  public record Standing(int rows, int done, int failed, int goingOn, int notBegun, boolean over) {
    public int ended() {
      return done + failed + goingOn + notBegun;
    }
  }

  /**
   * A run that has not begun.
   *
   * @param caller who asks, as they are at each time; empty when their session has ended
   * @param runs in which other servers note that it is cancelled
   */
  BulkRun(Asked asked, Calling calling, Supplier<Optional<Caller>> caller, ConsoleRuns runs) {
    this.asked = asked;
    this.calling = calling;
    this.caller = caller;
    this.runs = runs;
    this.workers = new CountDownLatch(Math.min(AT_ONCE, asked.rows().size()));
  }

  void begin() {
    for (int i = 0; i < Math.min(AT_ONCE, asked.rows().size()); i++) {
      Thread.ofVirtual().name("console-many-" + asked.id() + "-" + i).start(this::work);
    }
  }

  public Asked asked() {
    return asked;
  }

  /** Begins no further rows. What was begun goes on by itself. */
  public void stop(Why reason) {
    if (stopped.getCount() > 0) {
      why = reason;
      stopped.countDown();
    }
  }

  public boolean isOver() {
    return workers.getCount() == 0;
  }

  /** Why rows were not begun, if any were not. */
  public Why why() {
    return why;
  }

  public Standing standing() {
    synchronized (outcomes) {
      return new Standing(
          asked.rows().size(),
          count(End.DONE),
          count(End.FAILED),
          count(End.GOES_ON),
          count(End.NOT_BEGUN),
          isOver());
    }
  }

  private int count(End end) {
    return (int) outcomes.stream().filter(each -> each.end() == end).count();
  }

  /** Those so far, in the order in which they ended. */
  public List<Outcome> outcomes() {
    synchronized (outcomes) {
      return List.copyOf(outcomes);
    }
  }

  private void work() {
    new Origin(asked.source(), RecordedRun.request(asked.id()), () -> false).bind();
    try {
      for (int i = next.getAndIncrement(); i < asked.rows().size(); i = next.getAndIncrement()) {
        Outcome outcome = outcome(asked.rows().get(i));
        synchronized (outcomes) {
          outcomes.add(outcome);
        }
      }
    } finally {
      Origin.unbind();
      workers.countDown();
      if (isOver()) {
        forget();
      }
    }
  }

  private void forget() {
    try {
      runs.end(asked.id());
    } catch (RuntimeException e) {
      log.warn("the end of run {} could not be noted; it is forgotten later", asked.id(), e);
    }
  }

  /** Whether further rows may be begun; at another server it may have been cancelled. */
  private boolean goesOn() {
    try {
      if (runs.isCancelled(asked.id(), asked.account()).orElse(false)) {
        stop(Why.CANCELLED);
      }
    } catch (RuntimeException e) {
      log.debug("run {} could not be looked at", asked.id(), e); // its next call tells why
    }
    return stopped.getCount() > 0;
  }

  private Outcome outcome(Row row) {
    try {
      return tried(row);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(row, End.NOT_BEGUN, "", "");
    } catch (ApiException e) {
      return failed(row, e.error(), "");
    } catch (RuntimeException e) {
      log.error("{} of {} failed", asked.operation().name(), row.uuid(), e);
      return new Outcome(row, End.FAILED, String.valueOf(e.getMessage()), "");
    }
  }

  private Outcome tried(Row row) throws InterruptedException {
    Map<String, Object> values = new HashMap<>(asked.values());
    values.put(ManyAtOnce.subject(asked.operation()), row.uuid());
    for (int tries = 0; tries < TRIES && goesOn(); tries++) {
      Optional<Caller> now = caller.get();
      if (now.isEmpty()) {
        stop(Why.SESSION_ENDED);
        break;
      }
      try {
        Calling.Called called =
            calling.call(asked.operation(), values, now.get(), Duration.ofSeconds(1));
        return ended(row, called);
      } catch (RetryLaterException e) {
        // the server has other work; what is asked here can wait
        pause(e.afterSeconds());
      } catch (ApiException e) {
        if (!e.error().code().equals(ErrorCode.NODE_UNAVAILABLE.code())) {
          throw e;
        }
        pause(AWAY); // the node has left the others, and is back soon, or its server stops
      }
    }
    stop(Why.BUSY);
    return new Outcome(row, End.NOT_BEGUN, "", "");
  }

  /** Not for longer than until the run is stopped. */
  private void pause(long seconds) throws InterruptedException {
    stopped.await(Math.clamp(seconds, 1, LONGEST_PAUSE), TimeUnit.SECONDS);
  }

  private Outcome ended(Row row, Calling.Called called) throws InterruptedException {
    JobOutcome outcome = called.outcome();
    while (outcome instanceof JobOutcome.Running) {
      if (stopped.await(1, TimeUnit.SECONDS) || !goesOn()) {
        return new Outcome(row, End.GOES_ON, "", called.job());
      }
      outcome = calling.outcome(called.job(), LOOK);
    }
    if (outcome instanceof JobOutcome.Failed(var error)) {
      return failed(row, error, called.job());
    }
    return new Outcome(row, End.DONE, "", called.job());
  }

  /** A call whose session ended between the look at it and the first write was never begun. */
  private Outcome failed(Row row, ApiError error, String job) {
    if (error.code().equals(ErrorCode.INVALID_SESSION.code())) {
      stop(Why.SESSION_ENDED);
      return new Outcome(row, End.NOT_BEGUN, "", "");
    }
    return new Outcome(row, End.FAILED, error.inOneLine(), job);
  }
}
