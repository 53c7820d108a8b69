package org.strongroom.server.face.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.View;

/**
 * Whether something has changed for an account: asked once in a beat, however many of its pages are
 * open.
 */
final class Pulses {
  private static final int JOBS = 50;
  private static final int MOST_ACCOUNTS = 1000;

  private final Duration beat;
  private final Map<String, Pulse> known = new ConcurrentHashMap<>();

  /**
   * What was seen at a time.
   *
   * @param things other than before when something has come about, changed or ended
   * @param progress other than before when a job has got on
   */
  record Pulse(Instant taken, String things, String progress) {}

  /** Before anything was seen. */
  static final Pulse NONE = new Pulse(Instant.EPOCH, "", "");

  Pulses(Duration beat) {
    this.beat = beat;
  }

  /** What an account can see of what happens. */
  Pulse of(View page) {
    Caller caller = page.caller();
    View view = page.at(page.clock().instant());
    if (known.size() > MOST_ACCOUNTS) {
      known.clear();
    }
    return known.compute(
        caller.accountUuid(),
        (account, before) -> before != null && isFresh(before, view.now()) ? before : taken(view));
  }

  /** Not after the clock was set back, either. */
  private boolean isFresh(Pulse pulse, Instant now) {
    return !now.isBefore(pulse.taken())
        && now.isBefore(pulse.taken().plus(beat.multipliedBy(9).dividedBy(10)));
  }

  private static Pulse taken(View view) {
    String event =
        view.find(QueryEvent.class, 1, "-time").stream()
            .map(EventInventory::uuid)
            .collect(Collectors.joining());
    List<LongJobInventory> jobs =
        view.find(QueryLongJob.class, JOBS, "-createDate", Frame.UNFINISHED);
    return new Pulse(
        view.now(),
        event + told(jobs, job -> job.uuid() + job.state()),
        told(jobs, job -> job.step() + job.progress()));
  }

  private static String told(List<LongJobInventory> jobs, Function<LongJobInventory, String> part) {
    return jobs.stream().map(part).collect(Collectors.joining(","));
  }
}
