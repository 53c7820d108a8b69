package org.strongroom.server.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.strongroom.server.caller.Origin;

/** What goes on for long is cut off when its session was ended, however much else goes on. */
class SessionWatchTest {
  private static final int REQUESTS = 1203;
  private static final int LOOKS = 10;

  private final Set<String> cut = ConcurrentHashMap.newKeySet();

  private Origin begin(SessionWatch watch, String session) {
    Origin origin = new Origin("192.0.2.1", "request", () -> false);
    origin.cameWith(session);
    watch.begin(origin, () -> cut.add(session));
    return origin;
  }

  @Test
  void eachOfManyRequestsIsCutOffWithItsSession() {
    Set<String> ended = new HashSet<>();
    try (SessionWatch watch =
        new SessionWatch(sessions -> {
          Set<String> gone = new HashSet<>(sessions);
          gone.retainAll(ended);
          return gone;
        })) {
      for (int i = 0; i < REQUESTS; i++) {
        begin(watch, "session" + i);
      }
      for (int i = 0; i < LOOKS; i++) {
        watch.look();
      }
      assertThat(cut).isEmpty();

      for (int i = 0; i < REQUESTS; i += 2) {
        ended.add("session" + i);
      }
      for (int i = 0; i < LOOKS; i++) {
        watch.look();
      }
      assertThat(cut).isEqualTo(ended);
    }
  }

  @Test
  void whatIsOverIsNotCutOff() {
    try (SessionWatch watch = new SessionWatch(sessions -> sessions)) {
      Origin origin = begin(watch, "session");
      watch.look();
      watch.end(origin);
      for (int i = 0; i < LOOKS; i++) {
        watch.look();
      }
      assertThat(cut).isEmpty();
    }
  }
}
