package org.strongroom.server.face;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.caller.Origin;

/**
 * Cuts off what goes on for long after its session was ended: downloads, uploads, streams. Whoever
 * throws a stranger out does not wait for the end of what they read.
 */
final class SessionWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SessionWatch.class);
  private static final Duration LOOKS = Duration.ofSeconds(1);

  /**
   * The answer to a call that ends its own session needs a moment to go out, and streams of events
   * say by themselves that they end.
   */
  private static final int LOOKS_BEFORE_CUT = 6;

  private final UnaryOperator<Set<String>> ended;
  private final Map<Origin, Runnable> requests = new ConcurrentHashMap<>();
  private final Map<Origin, Integer> seen = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param ended which of these sessions, known by digests, were ended by somebody
   */
  SessionWatch(UnaryOperator<Set<String>> ended) {
    this.ended = ended;
  }

  void start() {
    Thread.ofVirtual().name("sessions that were ended").start(this::watch);
  }

  /**
   * A request has come.
   *
   * @param cut ends its connection
   */
  void begin(Origin origin, Runnable cut) {
    requests.put(origin, cut);
  }

  void end(Origin origin) {
    requests.remove(origin);
  }

  private void watch() {
    try {
      while (!closed.await(LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (RuntimeException e) {
          log.debug("which sessions were ended is not known now: {}", e.toString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look at all that goes on; to be made every second. */
  void look() {
    Map<Origin, Runnable> going = Map.copyOf(requests);
    seen.keySet().retainAll(going.keySet());
    Set<String> sessions = new HashSet<>();
    for (Origin origin : going.keySet()) {
      if (seen.containsKey(origin)) {
        origin.session().ifPresent(sessions::add); // most requests are over by the second look
      } else {
        seen.putIfAbsent(origin, 0);
      }
    }
    if (sessions.isEmpty()) {
      return;
    }
    Set<String> gone = ended.apply(sessions);
    going.forEach((origin, cut) -> {
      boolean over = origin.session().filter(gone::contains).isPresent();
      int looks = seen.merge(origin, over ? 1 : 0, Integer::sum);
      if (over && looks >= LOOKS_BEFORE_CUT && requests.remove(origin, cut)) {
        log.info("a request from {} is cut off: its session was ended", origin.source());
        cut.run();
      }
    });
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
