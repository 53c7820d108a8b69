package org.strongroom.server.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What a caller may say about the job of a call.
 *
 * @param timeout after which it is cancelled and undone
 * @param webHook url to call when it is over
 */
public record JobOptions(
    Duration timeout,
    Optional<String> webHook,
    Optional<String> name,
    Optional<String> description) {
  public static JobOptions timeout(Duration timeout) {
    return new JobOptions(timeout, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
