package org.strongroom.cli.command;

import java.time.Duration;
import org.strongroom.api.ResourceType;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.JobWatcher;
import org.strongroom.cli.client.ServerAddress;
import org.strongroom.cli.name.NamedResources;

/** A job that somebody follows who may not have begun it. */
final class FollowedJob {
  /** Longer than any job runs. */
  private static final Duration NO_LIMIT = Duration.ofDays(3650);

  private final Tool tool;
  private final ServerAccess access;
  private final Api api;
  private final String uuid;

  /**
   * @param named its uuid, or its name
   */
  FollowedJob(Tool tool, String named) throws InterruptedException {
    this.tool = tool;
    access = new ServerAccess(tool.surroundings, tool.options);
    access.requireSession(Operations.named(QueryLongJob.class.getSimpleName()).orElseThrow());
    api = access.api();
    uuid = new NamedResources(api).uuid(ResourceType.LONG_JOB, named).strip();
  }

  String uuid() {
    return uuid;
  }

  Api api() {
    return api;
  }

  ServerAccess access() {
    return access;
  }

  /** Waits for its end and writes its result, as the call that began it would have. */
  int untilItsEnd(JobWatcher watcher) throws InterruptedException {
    access
        .writer()
        .write(
            access
                .attended(api)
                .await(
                    ServerAddress.jobNamed(uuid),
                    tool.options.timeout().orElse(NO_LIMIT),
                    watcher));
    return ExitCode.OK;
  }
}
