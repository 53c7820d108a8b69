package org.strongroom.server.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.server.audit.FailureListener;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.NamedResources;
import org.strongroom.server.catalog.Transaction;

/**
 * Makes each failed call an event, on the resource that it was about if that is still there, else
 * on its job. Calls that keep failing alike are one event with a count. What somebody cancelled did
 * not fail.
 */
public final class FailedCalls implements FailureListener {
  private static final int LATEST = 10;

  private final EventLog events;

  public FailedCalls(EventLog events) {
    this.events = events;
  }

  @Override
  public void failed(
      String operation,
      @Nullable String resourceUuid,
      @Nullable String resourceName,
      ApiError error,
      Call call,
      Transaction transaction) {
    if (error.code().equals(ErrorCode.CANCELLED.code())) {
      return;
    }
    Optional<NamedResources.Named> resource = NamedResources.find(resourceUuid, transaction.sql());
    events.writeOrCount(
        new EventLog.Event(
            resource.map(NamedResources.Named::type).orElse(ResourceType.LONG_JOB),
            resource.isPresent() ? resourceUuid : resourceUuid == null ? null : call.jobUuid(),
            resource.map(NamedResources.Named::name).orElse(resourceName),
            "CallFailed",
            null,
            operation,
            error.inOneLine()),
        LATEST,
        call,
        transaction);
  }
}
