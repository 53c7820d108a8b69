package org.strongroom.storage.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * Waits for a server that asks to come back later, for as long as a storage may be kept waiting
 * with it.
 */
final class BusyServer {
  private static final Set<Integer> BUSY = Set.of(429, 503);
  private static final Duration MOST = Duration.ofMinutes(1);
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final int MOST_TIMES = 10;

  private Duration waited = Duration.ZERO;
  private int times;

  /**
   * Waits if the server asks for it. A job that is cancelled, or whose node is stopped, interrupts
   * the wait.
   *
   * @return true if the same request may be sent again; false if the server does not ask for that,
   *     or has been waited for long enough
   * @throws InterruptedIOException if the wait is interrupted
   */
  boolean isOverAfterWait(HttpReply reply) throws IOException {
    Optional<Duration> asked = retryAfter(reply);
    if (asked.isEmpty() || times == MOST_TIMES) {
      return false;
    }
    Duration wait = asked.get().compareTo(LEAST) < 0 ? LEAST : asked.get();
    if (waited.plus(wait).compareTo(MOST) > 0) {
      return false;
    }
    times++;
    waited = waited.plus(wait);
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while waiting for a busy server").initCause(e);
    }
    return true;
  }

  /** For messages: what the server asks for; empty if it does not. */
  static String asked(HttpReply reply) {
    return retryAfter(reply)
        .map(time ->
            ", asking to come back in %d s; that is waited for up to %d s in all"
                .formatted(time.toSeconds(), MOST.toSeconds()))
        .orElse("");
  }

  private static Optional<Duration> retryAfter(HttpReply reply) {
    if (!BUSY.contains(reply.status())) {
      return Optional.empty();
    }
    String text = reply.header("Retry-After").map(String::strip).orElse("");
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    // A date is by the server's clock, so it counts from the server's date.
    return date(text)
        .flatMap(until ->
            date(reply.header("Date").orElse("")).map(now -> Duration.between(now, until)));
  }

  private static Optional<ZonedDateTime> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
