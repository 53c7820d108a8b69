package org.strongroom.server.job;

import static org.strongroom.server.catalog.JobTable.JOB;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Request;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;

/**
 * Keeps the leases of this node's jobs, and takes up jobs that nobody keeps: those of nodes that
 * are gone, and those that this node itself could not end.
 */
final class JobLeases {
  private static final Logger log = LoggerFactory.getLogger(JobLeases.class);

  private final Database database;
  private final JobRows rows;
  private final JobDocuments documents;
  private final JobsInFlight inFlight;
  private final InstantSource clock;
  private final boolean alone;
  private final Map<String, JobDefinition<?, ?>> definitions = new ConcurrentHashMap<>();
  private volatile long leasedUntil;

  /**
   * Keeps nothing yet.
   *
   * @param alone whether no other node can use the database
   */
  JobLeases(
      Database database,
      JobRows rows,
      JobDocuments documents,
      JobsInFlight inFlight,
      InstantSource clock,
      boolean alone) {
    this.database = database;
    this.rows = rows;
    this.documents = documents;
    this.inFlight = inFlight;
    this.clock = clock;
    this.alone = alone;
  }

  /** How jobs of this kind are taken up. */
  void register(JobDefinition<?, ?> definition) {
    definitions.put(definition.operation().getSimpleName(), definition);
  }

  /** Takes up what an earlier process left. */
  void start() {
    leasedUntil = rows.leaseEnd();
    takeOver();
  }

  /** To be called at least three times in a lease. */
  void beat() {
    try {
      renew();
      database
          .read(rows::cancelRequested)
          .forEach(uuid ->
              inFlight.stopAside(uuid, ErrorCode.CANCELLED, "the job " + uuid + " was cancelled"));
      takeUpLeft();
      takeOver();
    } catch (RuntimeException e) {
      log.error("the leases of running jobs could not be renewed", e);
      if (clock.millis() > leasedUntil) {
        inFlight
            .all()
            .forEach(job ->
                inFlight.stopAside(
                    job.uuid(), ErrorCode.NODE_UNAVAILABLE, "the node lost its database"));
      }
    }
  }

  private void renew() {
    database.write(transaction -> {
      rows.renewLeases(transaction);
      inFlight
          .all()
          .forEach(job -> rows.progress(job.uuid(), job.progress().percent(), transaction));
      return true;
    });
    leasedUntil = rows.leaseEnd();
  }

  private void takeOver() {
    database
        .write(transaction -> rows.takeOver(alone, transaction))
        .forEach(this::takeUpIfPossible);
  }

  private void takeUpLeft() {
    for (String uuid : inFlight.takeLeft()) {
      Record row = database.read(sql -> rows.findOwn(uuid, sql));
      if (row != null) {
        takeUpIfPossible(row);
      }
    }
  }

  private void takeUpIfPossible(Record row) {
    String uuid = row.get(JOB.UUID);
    if (!inFlight.contains(uuid)) {
      try {
        takeUp(row);
      } catch (RuntimeException e) {
        log.error("job {} could not be taken up", uuid, e);
        inFlight.leave(uuid);
      }
    }
  }

  private void takeUp(Record row) {
    JobDefinition<?, ?> definition = definitions.get(row.get(JOB.OPERATION));
    if (definition == null || definition.version() != row.get(JOB.VERSION)) {
      log.error(
          "job {} is of a kind that this version does not know: {}",
          row.get(JOB.UUID),
          row.get(JOB.OPERATION));
      return;
    }
    log.info(
        "taking up job {} ({}) at step {}",
        row.get(JOB.UUID),
        row.get(JOB.OPERATION),
        row.get(JOB.STEP_NAME));
    takeUp(row, definition);
  }

  private <Q extends Request<R>, R> void takeUp(Record row, JobDefinition<Q, R> definition) {
    Q request = documents.request(row.get(JOB.REQUEST), definition.operation());
    Job job = job(row);
    boolean canceling = JobState.of(row.get(JOB.STATE)) == JobState.CANCELING;
    if (Boolean.TRUE.equals(row.get(JOB.CANCEL_REQUESTED))) {
      job.stop(ErrorCode.CANCELLED, "the job " + job.uuid() + " was cancelled");
    }
    inFlight.launch(
        job,
        definition,
        request,
        new JobsInFlight.Beginning(
            row.get(JOB.STEP),
            canceling ? documents.error(row.get(JOB.OUTCOME)) : null,
            row.get(JOB.DEADLINE),
            Optional.ofNullable(row.get(JOB.WEB_HOOK))));
  }

  /** What its caller may do was checked when it was accepted. */
  private Job job(Record row) {
    Caller caller = new Caller(row.get(JOB.ACCOUNT_UUID), "", true);
    String requestId = Optional.ofNullable(row.get(JOB.REQUEST_ID)).orElse("");
    return new Job(
        new Call(caller, row.get(JOB.UUID), requestId),
        row.get(JOB.RESOURCE_UUID),
        documents.memory(row.get(JOB.MEMORY)),
        new JobProgress());
  }

  /** Lets go of this node's jobs, so that the next to start takes them up at once. */
  void release() {
    database.write(transaction -> {
      rows.releaseLeases(transaction);
      return true;
    });
  }
}
