package org.strongroom.server.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.server.caller.Call;

/**
 * The outcomes of the last jobs, so that the polls that follow need no database; and the only
 * memory of refused calls.
 */
final class JobResults {
  private static final int KEPT = 2000;

  private final Map<String, Kept> outcomes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > KEPT;
        }
      };

  private record Kept(JobOwner owner, JobOutcome outcome) {}

  synchronized void keep(Call call, JobOutcome outcome) {
    outcomes.put(call.jobUuid(), new Kept(JobOwner.of(call), outcome));
  }

  synchronized Optional<JobOutcome> find(String jobUuid) {
    return Optional.ofNullable(outcomes.get(jobUuid)).map(Kept::outcome);
  }

  synchronized Optional<JobOwner> owner(String jobUuid) {
    return Optional.ofNullable(outcomes.get(jobUuid)).map(Kept::owner);
  }
}
