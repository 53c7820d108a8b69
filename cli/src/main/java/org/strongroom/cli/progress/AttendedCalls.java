package org.strongroom.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import org.strongroom.api.OperationModel;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.Job;
import org.strongroom.cli.client.JobWatcher;
import tools.jackson.databind.JsonNode;

/** Calls that somebody waits for: with a bar, and with a word to those who leave. */
public final class AttendedCalls {
  private final Api api;
  private final ProgressBars bars;
  private final PrintStream err;

  public AttendedCalls(Api api, ProgressBars bars, PrintStream err) {
    this.api = api;
    this.bars = bars;
    this.err = err;
  }

  /** Calls and waits for the result. */
  public JsonNode run(Call call) throws InterruptedException {
    return Api.isJob(call) ? await(call, api.start(call)) : api.call(call);
  }

  /**
   * Waits for the result of a started call. Ctrl-C ends the process, or in the shell interrupts
   * this thread: either way the user is told what goes on and how to stop it.
   */
  public JsonNode await(Call call, Job job) throws InterruptedException {
    return attended(job, () -> awaitSilently(call, job));
  }

  /**
   * Waits for the result of a job that any call began, as {@link #await(Call, Job)} does.
   *
   * @param limit for how long
   * @param watcher is told how far it is
   */
  public JsonNode await(Job job, Duration limit, JobWatcher watcher) throws InterruptedException {
    try (watcher) {
      return attended(job, () -> api.await(job, limit, watcher));
    }
  }

  private JsonNode attended(Job job, Waiting waiting) throws InterruptedException {
    Thread farewell = new Thread(() -> err.println(System.lineSeparator() + job.abandoned()));
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      return waiting.result();
    } catch (InterruptedException e) {
      err.println(job.abandoned());
      throw e;
    } finally {
      forget(farewell);
    }
  }

  /** As {@link #await}, for whoever takes care of those who leave. */
  public JsonNode awaitSilently(Call call, Job job) throws InterruptedException {
    try (JobWatcher watcher = bars.job(title(call.operation()))) {
      return api.await(call, job, watcher);
    }
  }

  private interface Waiting {
    JsonNode result() throws InterruptedException;
  }

  private static String title(OperationModel operation) {
    return operation.command().isEmpty() ? operation.name() : operation.command();
  }

  private static void forget(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException e) {
      // The process is going down, and the hook with it.
    }
  }
}
