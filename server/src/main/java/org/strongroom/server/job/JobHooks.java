package org.strongroom.server.job;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jooq.Condition;
import org.strongroom.server.catalog.Database;

/** The web hooks of jobs that are over, as long as nobody has called them. */
public final class JobHooks {
  private final Database database;
  private final InstantSource clock;

  public JobHooks(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Hooks that wait to be called, those of the longest finished jobs first.
   *
   * @param age for how long their jobs have to be over at least
   * @param most how many at most
   */
  public List<Waiting> waiting(Duration age, int most) {
    long now = clock.millis();
    Condition over = JOB.FINISHED.le(now - age.toMillis());
    Condition beforeTheClockWasSetBack = JOB.FINISHED.gt(now + age.toMillis());
    return database.read(sql ->
        sql.select(JOB.UUID, JOB.WEB_HOOK, JOB.ACCOUNT_UUID)
            .from(JOB)
            .where(JOB.WEB_HOOK.isNotNull())
            .and(over.or(beforeTheClockWasSetBack))
            .orderBy(JOB.FINISHED)
            .limit(most)
            .fetch(row -> new Waiting(row.value1(), row.value2(), row.value3())));
  }

  /** The hook of a job is called, or given up; it does not come back. */
  public void settled(String jobUuid) {
    database.write(transaction ->
        transaction.sql().update(JOB).setNull(JOB.WEB_HOOK).where(JOB.UUID.eq(jobUuid)).execute());
  }

  /**
   * A hook that waits to be called.
   *
   * @param accountUuid whose job it was
   */
  public record Waiting(String jobUuid, String url, String accountUuid) {}
}
