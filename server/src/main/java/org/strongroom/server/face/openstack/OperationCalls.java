package org.strongroom.server.face.openstack;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Request;
import org.strongroom.api.RetryLaterException;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.Calls.Submission;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;

/** Calls operations on behalf of requests; the errors that they end with become faults. */
public final class OperationCalls {
  /** For a job that stops at its deadline to take back what it did. */
  private static final Duration UNDOING = Duration.ofMinutes(1);

  private final Calls calls;
  private final JobEngine jobs;

  public OperationCalls(Calls calls, JobEngine jobs) {
    this.calls = calls;
    this.jobs = jobs;
  }

  /** What a fault is made of. */
  @FunctionalInterface
  private interface FaultOf {
    Fault make(ApiError error, OperationModel operation, Caller caller);
  }

  /** Calls an operation that answers at once. */
  public <R> R answer(
      Exchange exchange, Class<? extends Request<R>> type, Map<String, @Nullable Object> values) {
    return answer(exchange, type, values, ApiFaults::of);
  }

  /** The same for operations on a server that may be away, which is 503 then. */
  public <R> R answerThere(
      Exchange exchange, Class<? extends Request<R>> type, Map<String, @Nullable Object> values) {
    return answer(exchange, type, values, ApiFaults::ofReaching);
  }

  @SuppressWarnings("unchecked") // an operation declares its reply
  private <R> R answer(
      Exchange exchange,
      Class<? extends Request<R>> type,
      Map<String, @Nullable Object> values,
      FaultOf faults) {
    OperationModel operation = Operations.of(type);
    try {
      return (R) calls.answer(operation, values, Optional.of(exchange.caller()));
    } catch (RetryLaterException e) {
      throw Fault.retryLater(e.error().details(), e.afterSeconds());
    } catch (ApiException e) {
      throw faults.make(e.error(), operation, exchange.caller());
    }
  }

  /** Calls an operation and waits for its end. */
  @SuppressWarnings("unchecked")
  public <R> R done(
      Exchange exchange, Class<? extends Request<R>> type, Map<String, @Nullable Object> values) {
    return (R) end(exchange, Operations.of(type), values, ApiFaults::of);
  }

  /** The same for operations on a server that may be away, which is 503 then. */
  @SuppressWarnings("unchecked")
  public <R> R doneThere(
      Exchange exchange, Class<? extends Request<R>> type, Map<String, @Nullable Object> values) {
    return (R) end(exchange, Operations.of(type), values, ApiFaults::ofReaching);
  }

  private Object end(
      Exchange exchange,
      OperationModel operation,
      Map<String, @Nullable Object> values,
      FaultOf faults) {
    String job = submit(exchange, operation, values);
    Duration most = Duration.ofSeconds(operation.timeoutSeconds()).plus(UNDOING);
    return switch (jobs.await(job, most, OperationCalls::replyType)) {
      case JobOutcome.Succeeded(Object reply) -> reply;
      case JobOutcome.Failed(ApiError error) ->
          throw faults.make(error, operation, exchange.caller());
      case JobOutcome.Running running ->
          throw new Fault(503, "the call is not over yet and goes on as job " + job);
    };
  }

  /**
   * Has an operation begun.
   *
   * @return the job that does it, unless it was refused
   */
  public String begin(
      Exchange exchange, Class<? extends Request<?>> type, Map<String, @Nullable Object> values) {
    return submit(exchange, Operations.of(type), values);
  }

  /**
   * Makes sure that what was begun did not fail.
   *
   * @throws Fault with the reason
   */
  public void checkNotFailed(Exchange exchange, Class<? extends Request<?>> type, String job) {
    if (jobs.outcome(job, OperationCalls::replyType).orElse(null) instanceof JobOutcome.Failed) {
      throw failure(exchange, type, job);
    }
  }

  /** Why what was begun came to nothing. */
  public Fault failure(Exchange exchange, Class<? extends Request<?>> type, String job) {
    return jobs.outcome(job, OperationCalls::replyType).orElse(null)
            instanceof JobOutcome.Failed(ApiError error)
        ? ApiFaults.of(error, Operations.of(type), exchange.caller())
        : new Fault(503, "nothing can be shown yet of what goes on as job " + job);
  }

  /** Refuses a caller without the role, and leaves that in the audit log. */
  void refuse(Exchange exchange, OperationModel operation) {
    submit(exchange, operation, Map.of());
    throw ApiFaults.forbidden(operation);
  }

  private String submit(
      Exchange exchange, OperationModel operation, Map<String, @Nullable Object> values) {
    String job = Uuid.random();
    calls.submit(
        operation,
        values,
        Optional.of(exchange.caller()),
        new Submission(job, exchange.requestId(), exchange.source()));
    return job;
  }

  private static Type replyType(String operation) {
    return Operations.named(operation).orElseThrow().replyType();
  }
}
