package org.strongroom.server.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The outcomes of the last jobs, so that the polls that follow need no database; and the only
 * memory of refused calls.
 */
final class JobResults {
  private static final int KEPT = 2000;

  private final Map<String, JobOutcome> outcomes =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JobOutcome> eldest) {
          return size() > KEPT;
        }
      };

  synchronized void keep(String jobUuid, JobOutcome outcome) {
    outcomes.put(jobUuid, outcome);
  }

  synchronized Optional<JobOutcome> find(String jobUuid) {
    return Optional.ofNullable(outcomes.get(jobUuid));
  }
}
