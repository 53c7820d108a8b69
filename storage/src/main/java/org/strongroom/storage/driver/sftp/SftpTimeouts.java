package org.strongroom.storage.driver.sftp;

import java.time.Duration;

/**
 * How long a server may keep us waiting.
 *
 * @param connect for TCP connect, key exchange and log-in together
 * @param operation for one answer; a transfer may take longer as long as answers keep coming
 * @param sync for bringing a written file to the disk, which can mean gigabytes of its cache
 */
public record SftpTimeouts(Duration connect, Duration operation, Duration sync) {
  public static final SftpTimeouts USUAL =
      new SftpTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(10));
}
