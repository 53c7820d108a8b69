package org.strongroom.cli.client;

import tools.jackson.databind.JsonNode;

/** Sees how a job gets on while somebody waits for it. */
public interface JobWatcher extends AutoCloseable {
  /** Whether anybody would see how far the job is; if not, the server is not asked. */
  boolean wantsProgress();

  /** The last known step of the job, a task progress inventory. */
  void progress(JsonNode step);

  @Override
  void close();
}
