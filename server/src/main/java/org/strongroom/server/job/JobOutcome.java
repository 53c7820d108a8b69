package org.strongroom.server.job;

import org.strongroom.api.ApiError;

/** What a poll of a job finds. */
public sealed interface JobOutcome {
  /** Not over yet. */
  record Running() implements JobOutcome {}

  /** Ended well. */
  record Succeeded(Object reply) implements JobOutcome {}

  /** Ended with an error. */
  record Failed(ApiError error) implements JobOutcome {}
}
