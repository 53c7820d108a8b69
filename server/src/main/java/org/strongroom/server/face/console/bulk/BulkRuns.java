package org.strongroom.server.face.console.bulk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.account.ConsoleRuns;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.console.form.Calling;

/**
 * The runs of this server, and the last ones that are over. They are kept in memory: with the
 * server they end, and what had become of them by then stands in the audit log ({@link
 * RecordedRun}).
 */
public final class BulkRuns implements AutoCloseable {
  private static final int MOST = 8;
  private static final int MOST_OF_ONE = 2;
  private static final int KEPT = 40;

  private final Calling calling;
  private final ConsoleRuns known;
  private final Deque<BulkRun> runs = new ArrayDeque<>();

  /**
   * None yet.
   *
   * @param known what all servers know of runs that go on
   */
  public BulkRuns(Calling calling, ConsoleRuns known) {
    this.calling = calling;
    this.known = known;
  }

  /**
   * Begins one.
   *
   * @throws RetryLaterException if as many run as may
   */
  public synchronized void begin(BulkRun.Asked asked, Supplier<Optional<Caller>> caller) {
    List<BulkRun> going = runs.stream().filter(run -> !run.isOver()).toList();
    long own = going.stream().filter(run -> run.asked().account().equals(asked.account())).count();
    if (going.size() >= MOST || own >= MOST_OF_ONE) {
      throw new RetryLaterException(
          ErrorCode.OVERLOADED,
          "%d such runs are going on; wait for one or cancel it".formatted(going.size()),
          Duration.ofSeconds(30));
    }
    if (runs.size() >= KEPT) {
      runs.stream().filter(BulkRun::isOver).findFirst().ifPresent(runs::remove);
    }
    BulkRun run = new BulkRun(asked, calling, caller, known);
    known.begin(asked.id(), asked.account());
    runs.addLast(run);
    run.begin();
  }

  /** One of an account. */
  public synchronized Optional<BulkRun> named(String id, String account) {
    return runs.stream()
        .filter(run -> run.asked().id().equals(id) && run.asked().account().equals(account))
        .findFirst();
  }

  @Override
  public synchronized void close() {
    runs.forEach(run -> run.stop(BulkRun.Why.SERVER_STOPPED));
  }
}
