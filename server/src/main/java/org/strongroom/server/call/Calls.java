package org.strongroom.server.call;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Request;
import org.strongroom.api.RequestDecoder;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.catalog.CallGround;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.NoSpaceException;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Claim;
import org.strongroom.server.job.ClaimedJob;
import org.strongroom.server.job.DuplicateJobException;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOptions;

/**
 * Carries calls out: session, permission and arguments are checked before anything is written; then
 * the service that registered for the operation does its part. All faces come through here.
 */
public final class Calls {
  private static final Logger log = LoggerFactory.getLogger(Calls.class);
  private final OperationRegistry operations;
  private final Database database;
  private final JobEngine jobs;
  private final AuditLog audit;
  private final ResourceCheck resources;
  private final ShownRequests shown = new ShownRequests();

  public Calls(OperationRegistry operations, Database database, JobEngine jobs, AuditLog audit) {
    this.operations = operations;
    this.database = database;
    this.jobs = jobs;
    this.audit = audit;
    this.resources = new ResourceCheck();
  }

  /**
   * Carries out an operation that answers at once.
   *
   * @param values parameters by name, as loose as they came
   * @param caller empty if the call came without a valid session
   * @throws ApiException with what the caller is to be told
   */
  public Object answer(OperationModel operation, Map<String, ?> values, Optional<Caller> caller) {
    try {
      return answered(operation, values, caller);
    } catch (RetryLaterException e) {
      throw e;
    } catch (ApiException e) {
      caller.ifPresent(known -> tell(operation, known, e.error()));
      throw e;
    }
  }

  private Object answered(
      OperationModel operation, Map<String, ?> values, Optional<Caller> caller) {
    Caller permitted = permitted(operation, caller);
    Record request = RequestDecoder.decode(operation, values);
    database.read(sql -> {
      resources.check(operation, request, permitted, sql);
      return true;
    });
    if (operations.handler(operation) instanceof OperationRegistry.Handler.Answering answering) {
      try {
        return answer(answering.method(), request, permitted);
      } catch (NoSpaceException e) {
        throw noSpace(e);
      }
    }
    throw new IllegalStateException(operation.name() + " does not answer at once");
  }

  /**
   * Under the id of the request, which its caller was told. What strangers try is not logged here:
   * they could fill the log.
   */
  private static void tell(OperationModel operation, Caller caller, ApiError error) {
    log.info(
        "{} of account '{}' was refused: {} {}",
        operation.name(),
        caller.accountName(),
        error.code(),
        error.details());
  }

  /**
   * Accepts an operation that is answered by a job. A call that fails its checks is a job that
   * ended with the error.
   *
   * @param submission with the job uuid: the caller's choice, or a new one
   * @throws DuplicateJobException if the job uuid was used before
   * @throws RetryLaterException if the server has no room for it now; nothing is remembered of it
   */
  public void submit(
      OperationModel operation,
      Map<String, ?> values,
      Optional<Caller> caller,
      Submission submission) {
    if (jobs.knows(submission.jobUuid())) {
      throw new DuplicateJobException(submission.jobUuid());
    }
    try {
      submitAccepted(operation, values, caller, submission);
    } catch (NoSpaceException e) {
      throw noSpace(e);
    } catch (RetryLaterException e) {
      throw e; // nothing to be remembered: the caller is to repeat it
    } catch (ApiException e) {
      Call call = submission.by(caller.orElse(Caller.NOBODY));
      refuse(operation, call, e.error(), submission);
    }
  }

  /** The refusal is told though it cannot be recorded. */
  private void refuse(OperationModel operation, Call call, ApiError error, Submission submission) {
    boolean known = !call.caller().equals(Caller.NOBODY);
    // nobody without a session makes the server call anything
    jobs.refuse(call, error, known ? submission.webHook() : Optional.empty());
    if (known) {
      tell(operation, call.caller(), error);
      try {
        database.write(transaction -> {
          audit.refused(call, operation.name(), error, transaction);
          return true;
        });
      } catch (NoSpaceException e) {
        throw noSpace(e);
      }
    }
  }

  /**
   * Accepts an operation that is answered by a job, or refuses it.
   *
   * @throws ApiException with the reason; nothing was recorded then
   */
  public void submitAccepted(
      OperationModel operation,
      Map<String, ?> values,
      Optional<Caller> caller,
      Submission submission) {
    Caller permitted = permitted(operation, caller);
    Record request = RequestDecoder.decode(operation, values);
    submit(operation, request, submission.by(permitted), submission);
  }

  /**
   * Begins a job that the server begins by itself, if the claim says so.
   *
   * @param operation one that is done by a job
   * @throws ApiException with the reason why it is refused; nothing was recorded then
   */
  public void begin(
      OperationModel operation, Map<String, ?> values, Submission submission, Claim claim) {
    Record request = RequestDecoder.decode(operation, values);
    Call call = submission.by(Caller.SYSTEM);
    database.read(sql -> {
      resources.check(operation, request, call.caller(), sql);
      return true;
    });
    if (!(operations.handler(operation) instanceof OperationRegistry.Handler.Working working)) {
      throw new IllegalStateException(operation.name() + " is not done by a job");
    }
    work(claimed(working.definition(), claim), request, call, submission.options(operation));
  }

  private static <Q extends Request<R>, R> ClaimedJob<Q, R> claimed(
      JobDefinition<Q, R> definition, Claim claim) {
    return new ClaimedJob<>(definition, claim);
  }

  private void submit(OperationModel operation, Record request, Call call, Submission submission) {
    switch (operations.handler(operation)) {
      case OperationRegistry.Handler.Changing changing ->
          record(
              operation,
              request,
              call,
              submission,
              tx -> change(changing.method(), request, call, tx));
      case OperationRegistry.Handler.Preparing preparing -> {
        OperationRegistry.Change<?, ?> prepared = prepare(preparing.method(), request, call);
        record(operation, request, call, submission, tx -> change(prepared, request, call, tx));
      }
      case OperationRegistry.Handler.Working working -> {
        database.read(sql -> {
          resources.check(operation, request, call.caller(), sql);
          return true;
        });
        work(working.definition(), request, call, submission.options(operation));
      }
      case OperationRegistry.Handler.Answering answering ->
          throw new IllegalStateException(operation.name() + " answers at once");
    }
  }

  /** What a caller is told who cannot be served for want of room. */
  private static RetryLaterException noSpace(NoSpaceException e) {
    return new RetryLaterException(
        ErrorCode.NO_SPACE, String.valueOf(e.getMessage()), Duration.ofSeconds(30));
  }

  private void record(
      OperationModel operation,
      Record request,
      Call call,
      Submission submission,
      Function<Transaction, Object> work) {
    CallGround ground = CallGround.current();
    database.write(transaction -> {
      ground.hold(transaction);
      resources.check(operation, request, call.caller(), transaction.sql());
      Object reply = jobs.done(operation.name(), call, submission.webHook(), transaction, work);
      audit.succeeded(call, operation.name(), Subject.of(operation, request, reply), transaction);
      return reply;
    });
  }

  /** Whether the caller may call the operation at all; on what is another question. */
  public static boolean permits(OperationModel operation, Caller caller) {
    return operation.access() != Access.ADMIN || caller.administrator();
  }

  private static Caller permitted(OperationModel operation, Optional<Caller> caller) {
    caller.ifPresent(someone -> Origin.current().known(someone.accountUuid()));
    if (operation.access() == Access.ANONYMOUS) {
      return caller.orElse(Caller.NOBODY);
    }
    Caller known =
        caller.orElseThrow(() ->
            new ApiException(
                ErrorCode.INVALID_SESSION,
                "the session is missing, wrong or expired; log in with LogInByAccount"));
    if (!permits(operation, known)) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED,
          "account '%s' may not call %s: it is for administrators"
              .formatted(known.accountName(), operation.name()));
    }
    return known;
  }

  @SuppressWarnings("unchecked") // the registry ties a method to its operation's record
  private static <Q, R> Object answer(
      OperationRegistry.Answer<Q, R> method, Record request, Caller caller) {
    return Objects.requireNonNull(method.answer((Q) request, caller));
  }

  @SuppressWarnings("unchecked")
  private static <Q, R> Object change(
      OperationRegistry.Change<Q, R> method, Record request, Call call, Transaction transaction) {
    return Objects.requireNonNull(method.change((Q) request, call, transaction));
  }

  @SuppressWarnings("unchecked")
  private static <Q, R> OperationRegistry.Change<Q, R> prepare(
      OperationRegistry.Preparation<Q, R> method, Record request, Call call) {
    return method.prepare((Q) request, call);
  }

  @SuppressWarnings("unchecked")
  private <Q extends Request<R>, R> void work(
      JobDefinition<Q, R> definition, Record request, Call call, JobOptions options) {
    jobs.submit(definition, (Q) request, shown.of(request), call, options);
  }

  /**
   * What comes with an asynchronous call beside its parameters.
   *
   * @param source the address that the call came from
   * @param timeout the caller's choice, else the operation's
   * @param sessionDigest the digest of the session that it comes with, if it is one
   */
  public record Submission(
      String jobUuid,
      String requestId,
      String source,
      Optional<Duration> timeout,
      Optional<String> webHook,
      Optional<String> name,
      Optional<String> description,
      Optional<String> sessionDigest) {

    /** One that does not come with a session. */
    public Submission(
        String jobUuid,
        String requestId,
        String source,
        Optional<Duration> timeout,
        Optional<String> webHook,
        Optional<String> name,
        Optional<String> description) {
      this(jobUuid, requestId, source, timeout, webHook, name, description, Optional.empty());
    }

    /** One that came from no address. */
    public Submission(String jobUuid, String requestId) {
      this(jobUuid, requestId, "");
    }

    public Submission(String jobUuid, String requestId, String source) {
      this(
          jobUuid,
          requestId,
          source,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    private Call by(Caller caller) {
      return new Call(caller, jobUuid, requestId, source, sessionDigest);
    }

    public Duration timeoutOf(OperationModel operation) {
      return timeout.orElse(Duration.ofSeconds(operation.timeoutSeconds()));
    }

    private JobOptions options(OperationModel operation) {
      return new JobOptions(timeoutOf(operation), webHook, name, description);
    }
  }
}
