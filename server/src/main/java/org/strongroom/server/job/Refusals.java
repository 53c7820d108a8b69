package org.strongroom.server.job;

import static org.strongroom.server.catalog.identity.RefusedCallTable.REFUSED_CALL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.Transaction;

/**
 * Calls that failed their checks, told to other nodes, where their callers may poll. The calls
 * themselves do not wait for that: refusals are written together, some times a second, no more than
 * so many; a flood of them is told in part. They are kept for some minutes. A node that is alone
 * needs none of it.
 */
final class Refusals implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final int AT_ONCE = 100;
  private static final int MOST_ROWS = 50_000;
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** Whoever has no session can make many, and has the reason from the node that was called. */
  private static final Duration ANONYMOUS_KEPT = Duration.ofMinutes(1);

  private static final Duration CLEANED_EVERY = Duration.ofSeconds(20);

  /** Longer than it takes a refusal to be written and seen. */
  private static final List<Duration> GLANCES =
      List.of(Duration.ofMillis(120), Duration.ofMillis(380));

  private final Database database;
  private final JobDocuments documents;
  private final DatabaseTime time;
  private final boolean alone;
  private final BlockingQueue<Refusal> untold = new LinkedBlockingQueue<>(2 * AT_ONCE);
  private final BlockingQueue<Refusal> anonymous = new LinkedBlockingQueue<>(AT_ONCE);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("refusals").daemon().factory());

  Refusals(Database database, JobDocuments documents, DatabaseTime time, boolean alone) {
    this.database = database;
    this.documents = documents;
    this.time = time;
    this.alone = alone;
  }

  void start() {
    timer.scheduleWithFixedDelay(
        () -> quietly(this::flush), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        () -> quietly(this::clean),
        CLEANED_EVERY.toMillis(),
        CLEANED_EVERY.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("refused calls could not be told to other nodes: {}", e.getMessage());
    }
  }

  /** Returns at once, whether there is room or not. */
  void tell(Call call, ApiError error) {
    JobOwner owner = JobOwner.of(call);
    BlockingQueue<Refusal> queue = owner.accountUuid().isEmpty() ? anonymous : untold;
    if (!alone && !queue.offer(new Refusal(call.jobUuid(), new Refused(owner, error)))) {
      log.debug("too many refused calls to tell all: {}", call.jobUuid());
    }
  }

  /** Writes what waits. */
  void flush() {
    List<Refusal> some = new ArrayList<>(AT_ONCE);
    untold.drainTo(some, AT_ONCE);
    anonymous.drainTo(some, AT_ONCE / 2);
    if (!some.isEmpty()) {
      database.write(transaction -> write(some, transaction));
    }
  }

  private int write(List<Refusal> refusals, Transaction transaction) {
    long now = time.millis(transaction.sql());
    var insert =
        transaction
            .sql()
            .insertInto(
                REFUSED_CALL,
                REFUSED_CALL.JOB_UUID,
                REFUSED_CALL.ERROR,
                REFUSED_CALL.ACCOUNT_UUID,
                REFUSED_CALL.SESSION_DIGEST,
                REFUSED_CALL.EXPIRES);
    for (Refusal refusal : refusals) {
      JobOwner owner = refusal.refused().owner();
      insert =
          insert.values(
              refusal.jobUuid(),
              documents.outcome(refusal.refused().error()),
              owner.accountUuid(),
              owner.sessionDigest().orElse(null),
              now + (owner.accountUuid().isEmpty() ? ANONYMOUS_KEPT : KEPT).toMillis());
    }
    return insert.onConflictDoNothing().execute();
  }

  /** Forgets the old ones, and the oldest of too many. */
  void clean() {
    long now = database.read(time::millis);
    Portions.delete(database, REFUSED_CALL, REFUSED_CALL.EXPIRES.lt(now), REFUSED_CALL.JOB_UUID);
    while (database.write(this::deleteTooMany) == Portions.AT_ONCE) {
      // until as many are left as may be kept
    }
  }

  private int deleteTooMany(Transaction transaction) {
    DSLContext sql = transaction.sql();
    int tooMany = sql.fetchCount(REFUSED_CALL) - MOST_ROWS;
    return tooMany <= 0
        ? 0
        : sql.deleteFrom(REFUSED_CALL)
            .where(
                REFUSED_CALL.JOB_UUID.in(
                    DSL.select(REFUSED_CALL.JOB_UUID)
                        .from(REFUSED_CALL)
                        .orderBy(REFUSED_CALL.EXPIRES)
                        .limit(Math.min(tooMany, Portions.AT_ONCE))))
            .execute();
  }

  /** Why a call was refused, here or elsewhere, as far as it was told. */
  Optional<Refused> find(String jobUuid) {
    return alone
        ? Optional.empty()
        : database
            .read(sql ->
                sql.selectFrom(REFUSED_CALL)
                    .where(REFUSED_CALL.JOB_UUID.eq(jobUuid))
                    .fetchOptional())
            .map(row ->
                new Refused(
                    new JobOwner(
                        row.get(REFUSED_CALL.ACCOUNT_UUID),
                        Optional.ofNullable(row.get(REFUSED_CALL.SESSION_DIGEST))),
                    documents.error(row.get(REFUSED_CALL.ERROR))));
  }

  /** As {@link #find}, and gives another node the time to tell. */
  Optional<Refused> await(String jobUuid) {
    Optional<Refused> found = find(jobUuid);
    for (int glance = 0; !alone && found.isEmpty() && glance < GLANCES.size(); glance++) {
      try {
        Thread.sleep(GLANCES.get(glance));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      found = find(jobUuid);
    }
    return found;
  }

  /** Tells the last ones. */
  @Override
  public void close() {
    timer.shutdownNow();
    if (!alone) {
      quietly(this::flush);
    }
  }

  /** Why a call was refused, and who may know. */
  record Refused(JobOwner owner, ApiError error) {}

  private record Refusal(String jobUuid, Refused refused) {}
}
