package org.strongroom.server.audit;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;

/** Hears of each call that came to nothing, in the transaction that records it. */
@FunctionalInterface
public interface FailureListener {
  /**
   * A call failed.
   *
   * @param resourceUuid what it was about, if it came so far
   * @param resourceName how that was called when the call was accepted
   */
  void failed(
      String operation,
      @Nullable String resourceUuid,
      @Nullable String resourceName,
      ApiError error,
      Call call,
      Transaction transaction);
}
