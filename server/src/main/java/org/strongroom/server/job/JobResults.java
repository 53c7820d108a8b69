package org.strongroom.server.job;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;

/**
 * The outcomes of the last jobs, so that the polls that follow need no database; and the only
 * memory of refused calls. Those of callers who are known and of others are kept apart, and where
 * there are too many, whoever has most of them loses its oldest: a flood pushes out only itself.
 */
final class JobResults {
  private static final int KEPT = 2000;

  private final Shelf jobs = new Shelf();
  private final Shelf refusedKnown = new Shelf();
  private final Shelf refusedUnknown = new Shelf();

  /** Keeps the outcome of a job that was accepted. */
  synchronized void keep(Call call, JobOutcome outcome) {
    jobs.put("", call, outcome);
  }

  /**
   * Keeps the refusal of a call.
   *
   * @param source the address of the caller, which counts if nothing else is known of it
   */
  synchronized void keepRefusal(Call call, String source, JobOutcome outcome) {
    if (call.caller().equals(Caller.NOBODY)) {
      refusedUnknown.put(source, call, outcome);
    } else {
      refusedKnown.put(call.caller().accountUuid(), call, outcome);
    }
  }

  synchronized Optional<JobOutcome> find(String jobUuid) {
    return kept(jobUuid).map(Kept::outcome);
  }

  synchronized Optional<JobOwner> owner(String jobUuid) {
    return kept(jobUuid).map(Kept::owner);
  }

  private Optional<Kept> kept(String jobUuid) {
    return jobs.find(jobUuid)
        .or(() -> refusedKnown.find(jobUuid))
        .or(() -> refusedUnknown.find(jobUuid));
  }

  private record Kept(JobOwner owner, JobOutcome outcome) {}

  /** Outcomes of several callers. */
  private static final class Shelf {
    private final Map<String, String> callers = new HashMap<>();
    private final Map<String, LinkedHashMap<String, Kept>> outcomes = new HashMap<>();

    void put(String caller, Call call, JobOutcome outcome) {
      remove(call.jobUuid());
      callers.put(call.jobUuid(), caller);
      outcomes
          .computeIfAbsent(caller, c -> new LinkedHashMap<>())
          .put(call.jobUuid(), new Kept(JobOwner.of(call), outcome));
      if (callers.size() > KEPT) {
        outcomes.values().stream()
            .max(Comparator.comparingInt(Map::size))
            .ifPresent(longest -> remove(longest.firstEntry().getKey()));
      }
    }

    private void remove(String jobUuid) {
      String caller = callers.remove(jobUuid);
      if (caller != null) {
        outcomes.computeIfPresent(
            caller,
            (c, own) -> {
              own.remove(jobUuid);
              return own.isEmpty() ? null : own;
            });
      }
    }

    Optional<Kept> find(String jobUuid) {
      return Optional.ofNullable(callers.get(jobUuid))
          .flatMap(caller -> Optional.ofNullable(outcomes.get(caller)))
          .map(own -> own.get(jobUuid));
    }
  }
}
