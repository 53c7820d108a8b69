package org.strongroom.storage.driver.swift.session;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.HttpCall;

/**
 * Sends calls with a token, asks for another one when the store does not take it any more, and
 * tries again what failed for a reason that passes.
 */
public final class SwiftCalls {
  private static final int LONGEST = 16 << 20;
  private static final int LONGEST_ERROR = 4096;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final GuardedHttp http;
  private final SwiftTokens tokens;
  private final SwiftTimeouts timeouts;
  private final String label;

  public SwiftCalls(GuardedHttp http, SwiftTokens tokens, SwiftTimeouts timeouts, String label) {
    this.http = http;
    this.tokens = tokens;
    this.timeouts = timeouts;
    this.label = label;
  }

  public SwiftTokens tokens() {
    return tokens;
  }

  public SwiftTimeouts timeouts() {
    return timeouts;
  }

  /** The same with other times. */
  public SwiftCalls within(SwiftTimeouts others) {
    return new SwiftCalls(http, tokens, others, label);
  }

  /** Names the storage in messages. */
  public String label() {
    return label;
  }

  /**
   * The answer to a call, if it is a success.
   *
   * @throws StorageException with the store's own words if it is none
   */
  public SwiftAnswer succeed(SwiftCall call) throws StorageException {
    SwiftAnswer answer = send(call);
    if (!answer.isSuccess()) {
      throw failed(call, answer);
    }
    return answer;
  }

  /** A failure in the store's words, which are asked for once more where HEAD has none. */
  public StorageException failed(SwiftCall call, SwiftAnswer answer) throws StorageException {
    if (call.method().equals("HEAD") && answer.status() >= 400 && call.object().isEmpty()) {
      SwiftAnswer told =
          send(SwiftCall.container("GET", call.container()).asking("limit=1&format=json"));
      return SwiftFailures.answered(label, call, told.isSuccess() ? answer : told);
    }
    return SwiftFailures.answered(label, call, answer);
  }

  /** The answer to a call, whatever it is but one that passes. */
  public SwiftAnswer send(SwiftCall call) throws StorageException {
    return attempt(
        call,
        session -> {
          try (WatchedCall watched = open(call, session)) {
            return watched.head().isSuccess() ? watched.answer(LONGEST) : error(watched);
          }
        });
  }

  /** An object's bytes as they come: headers, and a body that the caller closes. */
  public WatchedCall stream(SwiftCall call) throws StorageException {
    WatchedCall[] kept = new WatchedCall[1];
    SwiftAnswer answer =
        attempt(
            call,
            session -> {
              WatchedCall watched = open(call, session);
              if (watched.head().isSuccess()) {
                watched.stopWatching();
                kept[0] = watched;
                return watched.head();
              }
              try (watched) {
                return error(watched);
              }
            });
    if (kept[0] == null) {
      throw failed(call, answer);
    }
    return kept[0];
  }

  private static SwiftAnswer error(WatchedCall watched) throws IOException {
    try {
      return watched.answer(LONGEST_ERROR);
    } catch (AnswerTooLongException e) {
      return watched.head(); // its words do not matter that much
    }
  }

  private interface Attempt {
    SwiftAnswer run(SwiftSession session) throws IOException;
  }

  private SwiftAnswer attempt(SwiftCall call, Attempt attempt) throws StorageException {
    long end = System.nanoTime() + patience(call).toNanos();
    boolean renewed = false;
    for (int failures = 0; ; ) {
      Duration pause = pause(failures);
      try {
        SwiftSession session = tokens.session(); // who gives them may be away for a moment, too
        SwiftAnswer answer = attempt.run(session);
        if (answer.status() == 401 && !renewed) {
          renewed = true;
          tokens.renewed(session);
          continue;
        }
        if (!SwiftFailures.isPassing(answer.status())) {
          return answer;
        }
        Duration asked = RetryAfter.of(answer);
        boolean fits = System.nanoTime() + asked.toNanos() - end <= 0;
        // one that asks for more time than there is may be back before that
        pause = fits && asked.compareTo(pause) > 0 ? asked : pause;
        if (System.nanoTime() + pause.toNanos() - end > 0) {
          return answer;
        }
      } catch (IOException e) {
        StorageException failure = SwiftFailures.unreachable(label + ": " + call.shown(), e);
        if (!SwiftFailures.isPassing(failure) || System.nanoTime() + pause.toNanos() - end > 0) {
          throw failure;
        }
      }
      failures++;
      sleep(pause);
    }
  }

  private Duration patience(SwiftCall call) {
    return isRemoval(call) ? timeouts.removal() : timeouts.patience();
  }

  private Duration most(SwiftCall call) {
    if (isRemoval(call)) {
      return timeouts.removal();
    }
    return call.body().isPresent() ? timeouts.segment() : timeouts.call();
  }

  private static boolean isRemoval(SwiftCall call) {
    return call.method().equals("DELETE");
  }

  private static Duration pause(int failures) {
    long longest = FIRST_PAUSE.toMillis() << Math.min(failures, 10);
    long most = Math.min(longest, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }

  private void sleep(Duration pause) throws StorageException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.FAILED, label + ": interrupted", e);
    }
  }

  private WatchedCall open(SwiftCall call, SwiftSession session) throws IOException {
    URI storage = session.storage();
    String target = storage.getRawPath() + call.target();
    Map<String, String> headers = new HashMap<>(call.headers());
    headers.put("X-Auth-Token", session.token());
    return WatchedCall.send(
        http,
        new HttpCall(call.method(), storage, target, headers, call.body()),
        timeouts.idle(),
        most(call));
  }

  /** What stands beside the account's address, without a token. */
  public SwiftAnswer beside(String path) throws StorageException {
    URI storage = tokens.session().storage();
    int version = storage.getRawPath().lastIndexOf("/v1");
    String before = version < 0 ? "" : storage.getRawPath().substring(0, version);
    var call = new HttpCall("GET", storage, before + path, Map.of(), Optional.empty());
    try (WatchedCall watched = WatchedCall.send(http, call, timeouts.idle(), timeouts.call())) {
      return watched.answer(1 << 20);
    } catch (IOException e) {
      throw SwiftFailures.unreachable(label, e);
    }
  }
}
