package org.strongroom.server.imagebackup.record;

import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;

/** Failures as an image backup keeps them. */
public final class Reasons {
  private Reasons() {}

  /** A failure of a task in the words of its caller; that it was stopped is said as it is. */
  public static ApiError within(ApiError cause, ErrorCode code, String what) {
    return isStop(cause) ? cause : cause.within(code, what);
  }

  /** The task was cancelled, or its time was over. */
  public static boolean isStop(ApiError cause) {
    return cause.code().equals(ErrorCode.CANCELLED.code())
        || cause.code().equals(ErrorCode.TIMED_OUT.code());
  }
}
