package org.strongroom.server.job;

import java.util.List;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Request;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.NoSpaceException;

/** One job from the step it is at to its end, good or bad. */
final class JobRun<Q extends Request<R>, R> {
  private static final Logger log = LoggerFactory.getLogger(JobRun.class);

  private final Database database;
  private final JobRows rows;
  private final AuditLog audit;
  private final JobDefinition<Q, R> definition;
  private final Q request;
  private final Job job;
  private final List<Step<Q>> steps;

  JobRun(
      Database database,
      JobRows rows,
      AuditLog audit,
      JobDefinition<Q, R> definition,
      Q request,
      Job job) {
    this.database = database;
    this.rows = rows;
    this.audit = audit;
    this.definition = definition;
    this.request = request;
    this.job = job;
    this.steps = definition.steps();
  }

  JobOutcome goOn(int from) {
    int step = from;
    job.runsOn(Thread.currentThread());
    try {
      for (; step < steps.size(); step++) {
        job.checkStopped();
        enter(step);
        run(steps.get(step));
        leaveIfServerStops();
      }
      endInterrupts();
      job.checkStopped();
      return complete();
    } catch (LostLeaseException e) {
      throw e;
    } catch (Exception | Error e) {
      endInterrupts();
      checkKept();
      if (job.interrupted()) {
        throw new IllegalStateException("the server stops; the job goes on at the next start", e);
      }
      log.debug("job {} failed at step {}", job.uuid(), step, e);
      return takeBack(step, definition.failure(request, reason(e)));
    }
  }

  /** All that the step writes is this run's: a run that has lost the job writes nothing. */
  private void run(Step<Q> step) throws Exception {
    job.lease()
        .<Step<Q>, Exception>within(() -> {
          step.run(request, job);
          return step;
        });
  }

  private void undo(Step<Q> step) throws Exception {
    job.lease()
        .<Step<Q>, Exception>within(() -> {
          job.lease().confirm();
          step.undo(request, job);
          return step;
        });
  }

  private void checkKept() {
    if (job.lease().isLost()) {
      throw new LostLeaseException(job.uuid());
    }
  }

  private void leaveIfServerStops() {
    if (job.interrupted()) {
      throw new IllegalStateException("the server stops");
    }
  }

  /** What follows must not be cut short by an interrupt that was meant for a step. */
  private void endInterrupts() {
    job.runsOn(null);
    boolean late = Thread.interrupted();
    log.trace("job {} leaves its steps (interrupted: {})", job.uuid(), late);
  }

  private ApiError reason(Throwable e) {
    if (job.stopReason().isPresent()) {
      return job.stopReason().get();
    }
    return Failures.explain(e);
  }

  private void enter(int step) {
    String name = steps.get(step).name();
    job.progress().step(step, name);
    database.writePatiently(transaction -> {
      rows.atStep(job, step, name, transaction);
      return step;
    });
    log.debug("job {} is at step {}", job.uuid(), name);
  }

  private JobOutcome complete() {
    R reply =
        database.writePatiently(transaction -> {
          R result = definition.complete(request, job, transaction);
          rows.finish(job, JobState.SUCCEEDED, result, transaction);
          audit.ended(job.uuid(), null, transaction);
          return result;
        });
    return new JobOutcome.Succeeded(reply);
  }

  JobOutcome takeBack(int from, ApiError error) {
    database.writePatiently(transaction -> {
      rows.canceling(job, error, transaction);
      return from;
    });
    for (int step = Math.min(from, steps.size() - 1); step >= 0; step--) {
      try {
        undo(steps.get(step));
      } catch (LostLeaseException e) {
        throw e;
      } catch (Exception e) {
        checkKept();
        log.warn(
            "step {} of job {} could not be undone now: {}",
            steps.get(step).name(),
            job.uuid(),
            e.getMessage());
      }
    }
    boolean cancelled =
        job.stopReason().filter(r -> r.code().equals(ErrorCode.CANCELLED.code())).isPresent();
    database.writePatiently(transaction -> {
      definition.abandon(request, job, error, transaction);
      rows.finish(job, cancelled ? JobState.CANCELED : JobState.FAILED, error, transaction);
      audit.ended(job.uuid(), error, transaction);
      return error;
    });
    return new JobOutcome.Failed(error);
  }

  /** Failures in the words of callers. */
  private static final class Failures {
    static ApiError explain(Throwable e) {
      if (e instanceof ApiException refused) {
        return refused.error();
      }
      if (e instanceof java.io.IOException failure) {
        return IoErrors.of(failure);
      }
      if (e instanceof NoSpaceException full) {
        return ApiError.of(ErrorCode.NO_SPACE, String.valueOf(full.getMessage()));
      }
      log.error("a job failed for a reason that is not its caller's", e);
      if (e instanceof DataAccessException) {
        return ApiError.of(
            ErrorCode.INTERNAL,
            "the database of the catalog failed, see the server's log; try again when it works");
      }
      return ApiError.of(ErrorCode.INTERNAL, "an unexpected failure; the server's log tells more");
    }
  }
}
