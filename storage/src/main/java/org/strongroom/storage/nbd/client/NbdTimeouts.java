package org.strongroom.storage.nbd.client;

import java.time.Duration;

/**
 * How long a server may keep us waiting.
 *
 * @param connect for a connection
 * @param handshake for all that comes before the first request, TLS included
 * @param reply without a byte while replies are due; a reply as a whole may take ten times that
 * @param retries how often a broken line is made anew for one read; 0 for never
 */
public record NbdTimeouts(Duration connect, Duration handshake, Duration reply, int retries) {
  public static final NbdTimeouts DEFAULT =
      new NbdTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(60), 5);
}
