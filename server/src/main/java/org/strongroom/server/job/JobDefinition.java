package org.strongroom.server.job;

import java.util.List;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.Request;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;

/**
 * How one kind of job is done: a first transaction, steps, and a last transaction, good or bad. The
 * engine keeps it going over restarts: a step that was cut off runs again, so every step first
 * clears away what an earlier run of it left.
 *
 * @param <Q> the operation's parameters
 * @param <R> its reply
 */
public interface JobDefinition<Q extends Request<R>, R> {

  Class<Q> operation();

  /** Raised when stored requests or memories of older jobs can not be understood any more. */
  default int version() {
    return 1;
  }

  /**
   * Checks the rules and writes the transitional records and reservations, in the transaction that
   * makes the job durable.
   *
   * @throws ApiException if the call is refused; nothing is written then
   */
  Start accept(Q request, Call call, Transaction transaction);

  List<Step<Q>> steps();

  /** Writes the final records, in the transaction that ends the job well. */
  R complete(Q request, Job job, Transaction transaction);

  /**
   * Takes the transitional records away, in the transaction that ends the job badly, after the
   * steps were undone. What could not be removed from a storage becomes garbage here.
   */
  void abandon(Q request, Job job, ApiError error, Transaction transaction);

  /** How a failure is told to the caller; the cause is already as clear as it gets. */
  default ApiError failure(Q request, ApiError cause) {
    return cause;
  }

  /**
   * What the first transaction settles.
   *
   * @param resourceUuid the resource that the job is about
   * @param memory what the steps know from the beginning, see {@link Job#recall}
   */
  record Start(String resourceUuid, java.util.Map<String, String> memory) {}
}
