package org.strongroom.storage.driver.filesystem;

import java.time.Duration;

/**
 * How long a file system may keep us waiting.
 *
 * @param operation for one call; a write or removal may take longer as long as it makes progress
 * @param sync for bringing a written file to the disk, which can mean gigabytes of the cache
 */
public record LocalTimeouts(Duration operation, Duration sync) {
  public static final LocalTimeouts USUAL =
      new LocalTimeouts(Duration.ofSeconds(30), Duration.ofMinutes(10));
}
