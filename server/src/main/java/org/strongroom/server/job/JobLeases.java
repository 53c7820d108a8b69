package org.strongroom.server.job;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
 * Keeps the leases of the jobs that run on this node, stops those that it has lost, and takes up
 * jobs that nobody runs: those of nodes that are gone, and those of this node that no thread works
 * on.
 */
final class JobLeases {
  private static final Logger log = LoggerFactory.getLogger(JobLeases.class);
  private static final int RENEWED_AT_ONCE = 200;

  private final Database database;
  private final JobRows rows;
  private final JobDocuments documents;
  private final JobsInFlight inFlight;
  private final boolean alone;
  private final Map<String, JobDefinition<?, ?>> definitions = new ConcurrentHashMap<>();

  /** How far jobs were when others were told. */
  private final Map<String, Long> told = new ConcurrentHashMap<>();

  private volatile boolean suspended;

  /** Jobs that could not be taken up here, and when; others may have them first. */
  private final Map<String, Long> refused = new ConcurrentHashMap<>();

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
      boolean alone) {
    this.database = database;
    this.rows = rows;
    this.documents = documents;
    this.inFlight = inFlight;
    this.alone = alone;
  }

  /** How jobs of this kind are taken up. */
  void register(JobDefinition<?, ?> definition) {
    definitions.put(definition.operation().getSimpleName(), definition);
  }

  Set<String> kinds() {
    return Set.copyOf(definitions.keySet());
  }

  /** Takes up what an earlier process left. */
  void start() {
    takeUpAll();
  }

  /** To be called at least three times in a lease. */
  void beat() {
    try {
      stopLate();
      renew();
      stopCancelled();
      takeUpAll();
    } catch (RuntimeException e) {
      log.error("the leases of running jobs could not be renewed", e);
      stopLate();
    }
  }

  private void stopCancelled() {
    database
        .read(rows::cancelRequested)
        .forEach(uuid ->
            inFlight.stopAside(uuid, ErrorCode.CANCELLED, "the job " + uuid + " was cancelled"));
  }

  /**
   * What others want of this node and what they are to know, far more often than leases are
   * renewed: cancels and progress, jobs that were let go or given to this node.
   */
  void watch() {
    try {
      stopLate();
      stopCancelled();
      tellProgress();
      takeUpAll();
    } catch (RuntimeException e) {
      log.warn("other nodes could not be heard: {}", e.getMessage());
    }
  }

  private void tellProgress() {
    List<Job> running =
        inFlight.all().stream()
            .filter(job -> !job.lease().isLost())
            .sorted(Comparator.comparing(Job::uuid))
            .toList();
    told.keySet().retainAll(running.stream().map(Job::uuid).toList());
    List<Job> moved =
        running.stream()
            .filter(job -> !Objects.equals(told.get(job.uuid()), job.progress().done()))
            .limit(RENEWED_AT_ONCE)
            .toList();
    if (!moved.isEmpty()) {
      moved.forEach(job -> told.put(job.uuid(), job.progress().done()));
      database.write(transaction -> {
        rows.tellProgress(moved, transaction);
        return true;
      });
    }
  }

  /** Gives up all jobs at once, and takes none up: other nodes do. */
  void suspend() {
    suspended = true;
    inFlight.all().forEach(JobsInFlight::loseAside);
    release();
  }

  /** Jobs may run here again. */
  void resume() {
    suspended = false;
  }

  boolean isSuspended() {
    return suspended;
  }

  /**
   * Gives a job that runs here to another node.
   *
   * @return whether it did run here
   */
  boolean handOver(String jobUuid, String toNode) {
    Optional<Job> job = inFlight.find(jobUuid);
    boolean given =
        job.isPresent()
            && database.write(transaction -> rows.handOver(job.get(), toNode, transaction));
    if (given) {
      log.info("job {} goes on at node {}, which has what it waits for", jobUuid, toNode);
      JobsInFlight.loseAside(job.get());
    }
    return given;
  }

  /**
   * A job whose lease was not confirmed for so long may run elsewhere by now: it stops here before
   * it touches anything. If nobody has it, this node takes it up again.
   */
  private void stopLate() {
    if (alone) {
      return;
    }
    for (Job job : inFlight.all()) {
      if (!job.lease().isLost() && job.lease().isLate()) {
        log.warn("job {} stops: its lease could not be renewed in time", job.uuid());
        JobsInFlight.loseAside(job);
      }
    }
  }

  private void renew() {
    List<Job> running =
        inFlight.all().stream()
            .filter(job -> !job.lease().isLost())
            .sorted(Comparator.comparing(Job::uuid))
            .toList();
    for (int from = 0; from < running.size(); from += RENEWED_AT_ONCE) {
      renew(running.subList(from, Math.min(running.size(), from + RENEWED_AT_ONCE)));
    }
  }

  private void renew(List<Job> jobs) {
    long asked = System.nanoTime();
    List<Job> notKept = database.write(transaction -> rows.renew(jobs, transaction));
    for (Job job : jobs) {
      if (!notKept.contains(job)) {
        job.lease().confirmed(asked);
      } else if (!database.read(sql -> rows.hasEnded(job, sql))) {
        log.warn("job {} stops here: another node has taken it over", job.uuid());
        JobsInFlight.loseAside(job);
      }
    }
  }

  private void takeUpAll() {
    if (suspended) {
      return;
    }
    database.read(rows::own).forEach(this::takeUpIfFree);
    database
        .read(sql -> rows.orphans(alone, definitions.values(), sql))
        .forEach(this::takeUpIfFree);
  }

  private void takeUpIfFree(String uuid) {
    if (inFlight.contains(uuid) || isRefused(uuid)) {
      return;
    }
    database.write(transaction -> rows.take(uuid, alone, transaction)).ifPresent(this::takeUp);
  }

  /** For a lease others may try. */
  private boolean isRefused(String uuid) {
    Long since = refused.get(uuid);
    if (since == null || System.nanoTime() - since < rows.lease().toNanos()) {
      return since != null;
    }
    refused.remove(uuid);
    return false;
  }

  private void takeUp(Record row) {
    String uuid = row.get(JOB.UUID);
    try {
      log.info(
          "taking up job {} ({}) at step {}", uuid, row.get(JOB.OPERATION), row.get(JOB.STEP_NAME));
      takeUp(
          row,
          Objects.requireNonNull(
              definitions.get(row.get(JOB.OPERATION)), "not a kind that this version knows"));
    } catch (RuntimeException e) {
      log.error("job {} could not be taken up; another node may do so", uuid, e);
      refused.put(uuid, System.nanoTime());
      database.write(transaction -> {
        rows.release(row, transaction);
        return true;
      });
    }
  }

  private <Q extends Request<R>, R> void takeUp(Record row, JobDefinition<Q, R> definition) {
    Q request = documents.request(row.get(JOB.REQUEST), definition.operation());
    Job job = job(row);
    boolean canceling = JobState.of(row.get(JOB.STATE)) == JobState.CANCELING;
    if (Boolean.TRUE.equals(row.get(JOB.CANCEL_REQUESTED))) {
      job.stop(ErrorCode.CANCELLED, "the job " + job.uuid() + " was cancelled");
    }
    Duration remaining = database.read(sql -> rows.untilDeadline(row, sql));
    inFlight.launch(
        job,
        definition,
        request,
        new JobsInFlight.Beginning(
            row.get(JOB.STEP),
            canceling ? documents.error(row.get(JOB.OUTCOME)) : null,
            remaining,
            Optional.ofNullable(row.get(JOB.WEB_HOOK))));
  }

  private Job job(Record row) {
    String requestId = Optional.ofNullable(row.get(JOB.REQUEST_ID)).orElse("");
    return new Job(
        new Call(
            caller(row),
            row.get(JOB.UUID),
            requestId,
            Optional.ofNullable(row.get(JOB.SOURCE)).orElse(""),
            Optional.ofNullable(row.get(JOB.SESSION_DIGEST))),
        row.get(JOB.RESOURCE_UUID),
        documents.memory(row.get(JOB.MEMORY)),
        new Lease(database, rows, row.get(JOB.UUID), row.get(JOB.EPOCH)));
  }

  /** With the rights that it had when the job was accepted. */
  private Caller caller(Record row) {
    String known = row.get(JOB.CALLER);
    return known == null
        ? new Caller(row.get(JOB.ACCOUNT_UUID), "", true) // accepted before callers were kept
        : documents.caller(known);
  }

  /** Lets go of this node's jobs, so that the next to start takes them up at once. */
  void release() {
    database.write(transaction -> {
      rows.releaseLeases(transaction);
      return true;
    });
  }
}
