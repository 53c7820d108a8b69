package org.strongroom.server.face.zstack;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobHooks;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.HttpCall;
import org.strongroom.storage.source.HttpReply;

/**
 * Calls the url of {@code X-Web-Hook} when a job is over, with what a poll of the job answers. A
 * hook is called at least once: one that was under way when the server died is called again after
 * the next start.
 */
final class WebHooks implements AutoCloseable {
  static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(WebHooks.class);
  private static final int ATTEMPTS = 16; // the first and 15 more
  private static final int CALLS_AT_ONCE = 64;
  private static final int MOST_UNDER_WAY = 10_000;

  /** Longer than all attempts take: whoever was to call such a hook is gone, or was too busy. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(15);

  private final JobEngine jobs;
  private final JobHooks hooks;
  private final ZStackJson json;
  private final GuardedHttp http;
  private final Duration retryDelay;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Semaphore slots = new Semaphore(CALLS_AT_ONCE);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("web-hook-timer").daemon().factory());

  WebHooks(JobEngine jobs, JobHooks hooks, ZStackJson json, GuardedHttp http, Duration retryDelay) {
    this.jobs = jobs;
    this.hooks = hooks;
    this.json = json;
    this.http = http;
    this.retryDelay = retryDelay;
  }

  /**
   * Hears of jobs from now on, and calls what an earlier process left.
   *
   * @param alone whether no other node can have left it for a moment only
   */
  void start(boolean alone) {
    if (alone) {
      resume(Duration.ZERO);
    }
    jobs.onFinished(this::call);
    timer.scheduleWithFixedDelay(() -> resume(FORGOTTEN), 0, 60, TimeUnit.SECONDS);
  }

  private void resume(Duration age) {
    try {
      hooks.waiting(age, MOST_UNDER_WAY).forEach(hook -> call(hook.jobUuid(), hook.url()));
    } catch (RuntimeException e) {
      log.error("web hooks that wait could not be looked up", e);
    }
  }

  /** Calls the hook of a job that is over, in the background. */
  void call(String jobUuid, String url) {
    if (underWay.size() < MOST_UNDER_WAY && underWay.add(jobUuid)) {
      Thread.ofVirtual().name("web-hook-" + jobUuid).start(() -> callInTurn(jobUuid, url));
    } // else the row stays, and is found when there is room again
  }

  private void callInTurn(String jobUuid, String url) {
    try {
      Optional<HttpCall> call =
          jobs.outcome(jobUuid, WebHooks::replyType).flatMap(o -> request(jobUuid, url, o));
      if (call.isEmpty() || delivered(jobUuid, call.get())) {
        hooks.settled(jobUuid);
      }
    } catch (RuntimeException e) {
      if (closed.getCount() > 0) {
        log.error("the web hook of job {} could not be called now", jobUuid, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.remove(jobUuid);
    }
  }

  private static java.lang.reflect.Type replyType(String operation) {
    return Operations.named(operation).orElseThrow().replyType();
  }

  private Optional<HttpCall> request(String jobUuid, String url, JobOutcome outcome) {
    return switch (outcome) {
      case JobOutcome.Running running -> Optional.empty();
      case JobOutcome.Succeeded(Object reply) ->
          Optional.of(post(jobUuid, url, true, json.reply(reply, false)));
      case JobOutcome.Failed(var error) ->
          Optional.of(post(jobUuid, url, false, json.error(error)));
    };
  }

  private static HttpCall post(String jobUuid, String url, boolean success, byte[] body) {
    return HttpCall.postJson(
        URI.create(url),
        Map.of("X-Job-UUID", jobUuid, "X-Job-Success", String.valueOf(success)),
        new String(body, StandardCharsets.UTF_8));
  }

  /** Whether the hook is done with: called, or called in vain as often as it may be. */
  private boolean delivered(String jobUuid, HttpCall call) throws InterruptedException {
    String answer = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1 && closed.await(retryDelay.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      slots.acquire();
      try (HttpReply reply = http.send(call)) {
        if (reply.status() / 100 == 2) {
          return true;
        }
        answer = "it answered " + reply.status();
      } catch (IOException e) {
        answer = String.valueOf(e.getMessage());
      } finally {
        slots.release();
      }
      log.debug("web hook {} of job {}, attempt {}: {}", call, jobUuid, attempt, answer);
    }
    log.warn("web hook {} of job {} is given up: {}", call, jobUuid, answer);
    return closed.getCount() > 0;
  }

  /** Stops; what is not called yet stays for the next start. */
  @Override
  public void close() {
    closed.countDown();
    timer.shutdownNow();
  }
}
