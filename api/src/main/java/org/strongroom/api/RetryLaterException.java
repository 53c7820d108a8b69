package org.strongroom.api;

import java.time.Duration;

/** A call that is refused for now and may be repeated after some time ({@code Retry-After}). */
public final class RetryLaterException extends ApiException {
  private static final long serialVersionUID = 1L;

  private final Duration after;

  /**
   * A refusal.
   *
   * @param after when to try again; in whole seconds, at least one, once it is told
   */
  public RetryLaterException(ErrorCode code, String details, Duration after) {
    super(code, details);
    this.after = after;
  }

  /** Seconds after which the call may be repeated, 1 or more. */
  public long afterSeconds() {
    return Math.max(1, after.plusMillis(999).toSeconds());
  }
}
