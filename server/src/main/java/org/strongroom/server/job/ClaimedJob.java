package org.strongroom.server.job;

import java.util.List;
import org.strongroom.api.ApiError;
import org.strongroom.api.Request;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;

/** A job that is begun only if a claim says so; from then on it is like any other. */
public record ClaimedJob<Q extends Request<R>, R>(JobDefinition<Q, R> definition, Claim claim)
    implements JobDefinition<Q, R> {
  @Override
  public Class<Q> operation() {
    return definition.operation();
  }

  @Override
  public int version() {
    return definition.version();
  }

  @Override
  public Start accept(Q request, Call call, Transaction transaction) {
    claim.take(transaction);
    Start start = definition.accept(request, call, transaction);
    claim.taken(start.resourceUuid(), transaction);
    return start;
  }

  @Override
  public List<Step<Q>> steps() {
    return definition.steps();
  }

  @Override
  public R complete(Q request, Job job, Transaction transaction) {
    return definition.complete(request, job, transaction);
  }

  @Override
  public void abandon(Q request, Job job, ApiError error, Transaction transaction) {
    definition.abandon(request, job, error, transaction);
  }

  @Override
  public ApiError failure(Q request, ApiError cause) {
    return definition.failure(request, cause);
  }
}
