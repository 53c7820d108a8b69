package org.strongroom.server.face.zstack;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobHooks;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.driver.layer.FairTurns;
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

  /** Of calls at once, and of what is under way: the rest is for the others. */
  private static final double MOST_OF_AN_ACCOUNT = 0.75;

  /** A call, however slowly its answer drips. */
  static final Duration LONGEST_CALL = Duration.ofMinutes(1);

  /** Longer than all attempts take: whoever was to call such a hook is gone, or was too busy. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(15);

  private final JobEngine jobs;
  private final JobHooks hooks;
  private final ZStackJson json;
  private final GuardedHttp http;
  private final Duration retryDelay;
  private final Duration longestCall;

  private final Set<String> underWay = new HashSet<>();
  private final Map<String, Integer> ofAccounts = new HashMap<>();

  private final FairTurns<WebHooks> turns =
      new FairTurns<>((account, what, ofOwner, ofAll) ->
          ofAll < CALLS_AT_ONCE && ofOwner < CALLS_AT_ONCE * MOST_OF_AN_ACCOUNT);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("web-hook-timer").daemon().factory());

  WebHooks(
      JobEngine jobs,
      JobHooks hooks,
      ZStackJson json,
      GuardedHttp http,
      Duration retryDelay,
      Duration longestCall) {
    this.jobs = jobs;
    this.hooks = hooks;
    this.json = json;
    this.http = http;
    this.retryDelay = retryDelay;
    this.longestCall = longestCall;
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
      hooks.waiting(age, MOST_UNDER_WAY).forEach(this::call);
    } catch (RuntimeException e) {
      log.error("web hooks that wait could not be looked up", e);
    }
  }

  /** Calls the hook of a job that is over, in the background. */
  private void call(JobHooks.Waiting hook) {
    if (begin(hook)) {
      Thread.ofVirtual().name("web-hook-" + hook.jobUuid()).start(() -> callInTurn(hook));
    } // else the row stays, and is found when there is room again
  }

  private boolean begin(JobHooks.Waiting hook) {
    synchronized (underWay) {
      int own = ofAccounts.getOrDefault(hook.accountUuid(), 0);
      if (underWay.size() >= MOST_UNDER_WAY
          || own >= MOST_UNDER_WAY * MOST_OF_AN_ACCOUNT
          || !underWay.add(hook.jobUuid())) {
        return false;
      }
      ofAccounts.put(hook.accountUuid(), own + 1);
      return true;
    }
  }

  private void end(JobHooks.Waiting hook) {
    synchronized (underWay) {
      underWay.remove(hook.jobUuid());
      ofAccounts.merge(hook.accountUuid(), -1, (own, one) -> own == 1 ? null : own + one);
    }
  }

  private void callInTurn(JobHooks.Waiting hook) {
    String jobUuid = hook.jobUuid();
    try {
      Optional<HttpCall> call =
          jobs.outcome(jobUuid, WebHooks::replyType).flatMap(o -> request(jobUuid, hook.url(), o));
      if (call.isEmpty() || delivered(hook, call.get())) {
        hooks.settled(jobUuid);
      }
    } catch (RuntimeException e) {
      if (closed.getCount() > 0) {
        log.error("the web hook of job {} could not be called now", jobUuid, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(hook);
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
  private boolean delivered(JobHooks.Waiting hook, HttpCall call) throws InterruptedException {
    String answer = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1 && closed.await(retryDelay.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      try (var _ = turns.await(hook.accountUuid(), this, FairTurns.FOR_EVER).orElseThrow()) {
        int status = status(call);
        if (status / 100 == 2) {
          return true;
        }
        answer = "it answered " + status;
      } catch (IOException e) {
        answer = String.valueOf(e.getMessage());
      }
      log.debug("web hook {} of job {}, attempt {}: {}", call, hook.jobUuid(), attempt, answer);
    }
    log.warn("web hook {} of job {} is given up: {}", call, hook.jobUuid(), answer);
    return closed.getCount() > 0;
  }

  /** Idle times do not end a call whose answer comes a byte at a time. */
  private int status(HttpCall call) throws IOException {
    List<Future<?>> ends = new ArrayList<>();
    try (HttpReply reply =
        http.send(
            call,
            abort ->
                ends.add(
                    timer.schedule(
                        () -> Thread.ofVirtual().name("web-hook-end").start(abort),
                        longestCall.toMillis(),
                        TimeUnit.MILLISECONDS)))) {
      return reply.status();
    } finally {
      ends.forEach(end -> end.cancel(false));
    }
  }

  /** Stops; what is not called yet stays for the next start. */
  @Override
  public void close() {
    closed.countDown();
    timer.shutdownNow();
  }
}
