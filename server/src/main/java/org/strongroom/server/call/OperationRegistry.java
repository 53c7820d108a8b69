package org.strongroom.server.call;

import java.util.HashMap;
import java.util.Map;
import org.strongroom.api.OperationModel;
import org.strongroom.api.Request;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.JobEngine;

/**
 * Which service method carries out which operation. Filled once, when the server is put together.
 */
public final class OperationRegistry {
  private final Map<Class<?>, Handler> handlers = new HashMap<>();

  /** An operation that only answers. */
  public <Q extends Request<R>, R> void answer(Class<Q> operation, Answer<Q, R> method) {
    put(operation, new Handler.Answering(method));
  }

  /**
   * An operation that is done within one transaction; its job is over when the call is accepted.
   */
  public <Q extends Request<R>, R> void change(Class<Q> operation, Change<Q, R> method) {
    put(operation, new Handler.Changing(method));
  }

  /** An operation that takes its time. */
  public <Q extends Request<R>, R> void job(JobDefinition<Q, R> definition) {
    put(definition.operation(), new Handler.Working(definition));
  }

  /** As {@link #job(JobDefinition)}; the engine goes on with those of an earlier process. */
  public <Q extends Request<R>, R> void job(JobDefinition<Q, R> definition, JobEngine engine) {
    job(definition);
    engine.register(definition);
  }

  /** As {@link #change}, with something to do first that must not hold up a transaction. */
  public <Q extends Request<R>, R> void prepared(Class<Q> operation, Preparation<Q, R> method) {
    put(operation, new Handler.Preparing(method));
  }

  private void put(Class<?> operation, Handler handler) {
    if (handlers.put(operation, handler) != null) {
      throw new IllegalStateException(operation + " is registered twice");
    }
  }

  Handler handler(OperationModel operation) {
    Handler handler = handlers.get(operation.type());
    if (handler == null) {
      throw new IllegalStateException("nobody carries out " + operation.name());
    }
    return handler;
  }

  /**
   * Makes sure that every declared operation is carried out by somebody.
   *
   * @throws IllegalStateException that names the first which is not
   */
  public void checkComplete() {
    Operations.all().forEach(this::handler);
  }

  /** A method that answers. */
  @FunctionalInterface
  public interface Answer<Q, R> {
    R answer(Q request, Caller caller);
  }

  /** A method that changes the catalog. */
  @FunctionalInterface
  public interface Change<Q, R> {
    R change(Q request, Call call, Transaction transaction);
  }

  /**
   * A method that does what takes its time, such as hashing a password, outside of any transaction,
   * and then changes the catalog. The resources that the request names may be missing yet.
   */
  @FunctionalInterface
  public interface Preparation<Q, R> {
    Change<Q, R> prepare(Q request, Call call);
  }

  /** Who carries an operation out. */
  sealed interface Handler {
    /** By an answer. */
    record Answering(Answer<?, ?> method) implements Handler {}

    /** By a change. */
    record Changing(Change<?, ?> method) implements Handler {}

    /** By a change after some preparation. */
    record Preparing(Preparation<?, ?> method) implements Handler {}

    /** By a job. */
    record Working(JobDefinition<?, ?> definition) implements Handler {}
  }
}
