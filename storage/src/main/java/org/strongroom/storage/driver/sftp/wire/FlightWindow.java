package org.strongroom.storage.driver.sftp.wire;

import java.time.Duration;

/**
 * How much of one transfer may be under way. It grows while answers come soon, so that a fast or
 * long line is full, and shrinks when they come late: what waits in the queue of a slow line gains
 * nothing, and everything else on the connection, pings too, waits behind it. Not thread-safe.
 */
final class FlightWindow {
  /** What OpenSSH's own window for a channel holds. */
  private static final int MOST = 2 << 20;

  private static final int FIRST = 256 << 10;
  private static final int LEAST = 64 << 10;
  private static final int SMALLEST_PIECE = 32 << 10;
  private static final long SOON = Duration.ofMillis(500).toNanos();
  private static final long LATE = Duration.ofSeconds(2).toNanos();

  /** A line that is longer than this is taken for a queue. */
  private static final long LONGEST_WAY = Duration.ofSeconds(1).toNanos();

  private int bytes = FIRST;
  private long shortest = LONGEST_WAY;
  private long shrunk;

  /** Bytes that may be asked for or sent, and not yet answered. */
  int bytes() {
    return bytes;
  }

  /**
   * Bytes for the next request: small ones are answered one by one where a large one would leave
   * the line silent for seconds.
   *
   * @param most what the server takes
   */
  int piece(int most) {
    return Math.min(most, Math.max(SMALLEST_PIECE, bytes / 4));
  }

  /** A request was answered. */
  void answered(long sentAt, SftpReply reply, int length) {
    long took = Math.max(0, reply.arrived() - sentAt);
    shortest = Math.min(shortest, took);
    if (took < shortest + shortest / 2 + SOON) {
      bytes = Math.min(MOST, bytes + length);
    } else if (took > shortest + LATE && sentAt - shrunk > 0) {
      // Once for all that was under way together.
      bytes = Math.max(LEAST, bytes / 2);
      shrunk = reply.arrived();
    }
  }
}
