package org.strongroom.cli.client;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Waits for the end of a job. It asks often at first, for most calls take milliseconds, and ever
 * less often later. A server that can not be reached for a while is asked again: its jobs survive a
 * restart.
 */
final class JobWait {
  private static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration UNREACHABLE = Duration.ofMinutes(2);

  /** The server ends the call itself; it has this much longer to say so. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final int SERVER_FAULT = 500;

  private final Server server;
  private final InstantSource clock;

  JobWait(Server server, InstantSource clock) {
    this.server = server;
    this.clock = clock;
  }

  /**
   * The job's result.
   *
   * @param limit how long the call may take
   * @param tick run between two looks
   * @throws CallFailedException with the job's error, or if it can not be waited for any longer
   * @throws InterruptedException if the user gave up waiting; the job goes on
   */
  JsonNode await(Job job, Map<String, String> headers, Duration limit, Runnable tick)
      throws InterruptedException {
    Instant end = clock.instant().plus(limit).plus(GRACE);
    Instant lastAnswer = clock.instant();
    Duration pause = FIRST;
    while (true) {
      try {
        Optional<JsonNode> result = look(job, headers);
        if (result.isPresent()) {
          return result.get();
        }
        lastAnswer = clock.instant();
      } catch (IOException e) {
        if (clock.instant().isAfter(lastAnswer.plus(UNREACHABLE))) {
          throw server.unreachable(e);
        }
      }
      if (clock.instant().isAfter(end)) {
        throw CallFailedException.timedOut(
            "the job %s is still running after %d s".formatted(job.uuid(), limit.toSeconds()));
      }
      tick.run();
      Thread.sleep(pause);
      Duration longer = pause.multipliedBy(3).dividedBy(2);
      pause = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }
  }

  /**
   * One look at the job: its result, or empty while it runs.
   *
   * @throws CallFailedException with the job's error
   */
  Optional<JsonNode> look(Job job, Map<String, String> headers)
      throws IOException, InterruptedException {
    Server.Answer answer =
        server.send(
            "GET", server.address().job(job.location()), headers, BodyPublishers.noBody(), ANSWER);
    if (answer.status() == 200) {
      return Optional.of(answer.json());
    }
    if (answer.status() == 404) {
      throw CallFailedException.notFound("no job has the uuid " + job.uuid());
    }
    if (answer.status() != 202) {
      CallFailedException failure = answer.failure();
      if (answer.status() >= SERVER_FAULT && failure.isOnTheWay()) {
        throw new IOException(failure.getMessage()); // a proxy, or a server that is not ready yet
      }
      throw failure.ofRequest(job.requestId());
    }
    return Optional.empty();
  }
}
