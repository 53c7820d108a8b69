package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.util.Optional;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.account.Sessions;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.secret.TextDigest;

/**
 * Tells what became of jobs to those who may know: with the session of the account that made the
 * call, or an administrator's. What others made is as what never was.
 */
public final class JobPolls {
  private final JobEngine jobs;
  private final Sessions sessions;

  public JobPolls(JobEngine jobs, Sessions sessions) {
    this.jobs = jobs;
    this.sessions = sessions;
  }

  /** The outcome, for whoever sent the request; empty if there is no such job for them. */
  public Optional<JobOutcome> outcome(String jobUuid, Context ctx) {
    Optional<String> shown = SessionHeader.shown(ctx);
    return jobs.askedBy(jobUuid)
        .filter(owner -> owner.mayAsk(shown.flatMap(sessions::caller), shown.map(TextDigest::of)))
        .flatMap(owner ->
            jobs.outcome(jobUuid, name -> Operations.named(name).orElseThrow().replyType()));
  }
}
