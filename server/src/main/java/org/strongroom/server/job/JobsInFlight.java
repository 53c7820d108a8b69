package org.strongroom.server.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Request;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.catalog.Database;

/** The jobs that run on this node now, each on a virtual thread of its own. */
final class JobsInFlight {
  private static final Logger log = LoggerFactory.getLogger(JobsInFlight.class);
  private static final Duration STOP_LOOKS = Duration.ofMillis(100);
  private static final Duration CUT_OFF_WITHIN = Duration.ofSeconds(5);

  private final Database database;
  private final JobRows rows;
  private final AuditLog audit;
  private final JobResults results;
  private final ScheduledExecutorService timer;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /** Jobs that are being accepted: their rows may be seen before they run. */
  private final Set<String> expected = ConcurrentHashMap.newKeySet();

  private volatile Consumer<JobHooks.Waiting> finished = hook -> {};
  private volatile Consumer<JobEnd> ended = end -> {};
  private volatile boolean stopping;

  /**
   * Runs nothing yet.
   *
   * @param timer for the deadlines of jobs
   */
  JobsInFlight(
      Database database,
      JobRows rows,
      AuditLog audit,
      JobResults results,
      ScheduledExecutorService timer) {
    this.database = database;
    this.rows = rows;
    this.audit = audit;
    this.results = results;
    this.timer = timer;
  }

  void onFinished(Consumer<JobHooks.Waiting> listener) {
    finished = listener;
  }

  void onEnd(Consumer<JobEnd> listener) {
    ended = listener;
  }

  private void tellEnd(Job job, JobDefinition<?, ?> definition, JobOutcome outcome, long began) {
    String operation = definition.operation().getSimpleName();
    Duration lasted = Duration.ofNanos(System.nanoTime() - began);
    switch (outcome) {
      case JobOutcome.Failed(ApiError error) -> {
        boolean cancelled = error.code().equals(ErrorCode.CANCELLED.code());
        JobState state = cancelled ? JobState.CANCELED : JobState.FAILED;
        log.info(
            "{} of {} {} after {} ms: {}",
            operation,
            job.resourceUuid(),
            state.text(),
            lasted.toMillis(),
            error.inOneLine());
        ended.accept(new JobEnd(operation, state, lasted));
      }
      case JobOutcome.Succeeded _ -> {
        log.info(
            "{} of {} succeeded after {} ms", operation, job.resourceUuid(), lasted.toMillis());
        ended.accept(new JobEnd(operation, JobState.SUCCEEDED, lasted));
      }
      case JobOutcome.Running _ -> {}
    }
  }

  /** Tells the listener, if the call's job has a web hook. */
  void tellFinished(Call call, Optional<String> webHook) {
    webHook.ifPresent(url ->
        finished.accept(new JobHooks.Waiting(call.jobUuid(), url, call.caller().accountUuid())));
  }

  /** Runs a job from where it is to its end. */
  <Q extends Request<R>, R> void launch(
      Job job, JobDefinition<Q, R> definition, Q request, Beginning beginning) {
    Running entry = new Running(job);
    running.put(job.uuid(), entry);
    ScheduledFuture<?> alarm =
        timer.schedule(
            () ->
                stopAside(
                    job,
                    ErrorCode.TIMED_OUT,
                    "the call did not end within its time and was taken back"),
            Math.max(0, beginning.remaining().toMillis()),
            TimeUnit.MILLISECONDS);
    JobRun<Q, R> run = new JobRun<>(database, rows, audit, definition, request, job);
    long began = System.nanoTime();
    Thread.ofVirtual()
        .name("job-" + job.uuid())
        .start(() -> {
          originOf(job.call()).bind();
          MDC.put("job", job.uuid());
          MDC.put("request", job.call().requestId());
          try {
            JobOutcome outcome = outcome(run, beginning);
            results.keep(job.call(), outcome);
            tellFinished(job.call(), beginning.webHook());
            tellEnd(job, definition, outcome, began);
          } catch (LostLeaseException e) {
            log.warn("{}", e.getMessage());
          } catch (RuntimeException | Error e) {
            if (!stopping) {
              log.error("job {} could not be ended; it is taken up again", job.uuid(), e);
            }
          } finally {
            alarm.cancel(false);
            running.remove(job.uuid(), entry);
            entry.over().countDown();
          }
        });
  }

  /** What the job does is on its caller's account; what the server began by itself, on nobody's. */
  private static Origin originOf(Call call) {
    Origin origin = new Origin(call.source(), call.requestId(), () -> false);
    if (!call.isBySystem()) {
      origin.known(call.caller().accountUuid());
    }
    return origin;
  }

  private static JobOutcome outcome(JobRun<?, ?> run, Beginning beginning) {
    return beginning.failure() == null
        ? run.goOn(beginning.step())
        : run.takeBack(beginning.step(), beginning.failure());
  }

  /** Stops a job without making whoever asks for it wait for what the job does about it. */
  private static void stopAside(Job job, ErrorCode code, String why) {
    Thread.ofVirtual().name("stop-" + job.uuid()).start(() -> job.stop(code, why));
  }

  void stopAside(String jobUuid, ErrorCode code, String why) {
    find(jobUuid).ifPresent(job -> stopAside(job, code, why));
  }

  /** The job, if it runs here and not elsewhere. */
  Optional<Job> find(String jobUuid) {
    return Optional.ofNullable(running.get(jobUuid))
        .map(Running::job)
        .filter(job -> !job.lease().isLost());
  }

  /** Whether a thread works on the job, or is about to; perhaps in vain. */
  boolean contains(String jobUuid) {
    // in this order: whoever stops expecting a job has put it among the running ones before
    return expected.contains(jobUuid) || running.containsKey(jobUuid);
  }

  /** Runs what makes a job known to the database and launches it. */
  void expecting(String jobUuid, Runnable acceptance) {
    expected.add(jobUuid);
    try {
      acceptance.run();
    } finally {
      expected.remove(jobUuid);
    }
  }

  /** Ends a run without waiting for it. */
  static void loseAside(Job job) {
    job.lease().lose();
    Thread.ofVirtual().name("lose-" + job.uuid()).start(job::lose);
  }

  List<Job> all() {
    return running.values().stream().map(Running::job).toList();
  }

  int size() {
    return running.size();
  }

  /** Whether no more jobs are to be accepted. */
  boolean stopping() {
    return stopping;
  }

  /**
   * Lets jobs end within the grace, then cuts their steps off. Those that wait for what a caller is
   * to bring are cut off at once.
   */
  void stop(Duration grace) {
    stopping = true;
    long until = System.nanoTime() + grace.toNanos();
    for (long left = grace.toNanos(); left > 0 && size() > 0; left = until - System.nanoTime()) {
      all().stream().filter(Job::isAwaiting).forEach(Job::interrupt);
      awaitEnds(Duration.ofNanos(Math.min(left, STOP_LOOKS.toNanos())));
    }
    timer.shutdownNow();
    all().forEach(Job::interrupt);
    awaitEnds(CUT_OFF_WITHIN);
  }

  private void awaitEnds(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    running.values().forEach(entry -> entry.awaitEnd(until - System.nanoTime()));
  }

  /** Returns when the job no longer runs here. */
  void await(String jobUuid, Duration most) {
    Running entry = running.get(jobUuid);
    if (entry != null) {
      entry.awaitEnd(most.toNanos());
    }
  }

  /**
   * Where a job begins on this node.
   *
   * @param failure why it is to be taken back; null if it is to go on
   * @param remaining time after which it is stopped
   */
  record Beginning(
      int step, @Nullable ApiError failure, Duration remaining, Optional<String> webHook) {}

  private record Running(Job job, CountDownLatch over) {
    Running(Job job) {
      this(job, new CountDownLatch(1));
    }

    void awaitEnd(long nanos) {
      try {
        if (!over.await(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
          log.debug("job {} is still running", job.uuid());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
