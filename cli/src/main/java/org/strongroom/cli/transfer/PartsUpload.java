package org.strongroom.cli.transfer;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.coding.ZerosPacked;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.client.Job;
import org.strongroom.cli.client.Server;
import org.strongroom.cli.progress.ByteProgress;
import org.strongroom.cli.progress.ProgressBars;
import org.strongroom.cli.terminal.Surroundings;

/**
 * An upload that is gone on with after breaks, by tus 1.0.0. A server that cannot be reached is
 * asked again for a while, ever less often; each byte that it has got since begins the while anew.
 */
final class PartsUpload implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Nothing leaves this machine for so long: the connection is dead and nobody said so. */
  private static final Duration STALLED = Duration.ofMinutes(2);

  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final int UNAUTHORIZED = 401;

  /** Another offset, another sender, a time-out, too many requests: not for ever. */
  private static final Set<Integer> PASSING = Set.of(408, 409, 423, 429);

  private final Api api;
  private final Job job;
  private final ProgressBars bars;
  private final Surroundings surroundings;
  private @Nullable ByteProgress progress;
  private long shown;
  private Duration pause = FIRST_PAUSE;
  private Instant lastProgress;
  private long reached = -1;
  private String why = "";

  /** Whether the server takes bytes whose zeros are packed. */
  private boolean packs;

  PartsUpload(Api api, Job job, ProgressBars bars, Surroundings surroundings) {
    this.api = api;
    this.job = job;
    this.bars = bars;
    this.surroundings = surroundings;
    this.lastProgress = surroundings.clock().instant();
  }

  /**
   * Begins an upload.
   *
   * @param place where the server wants a whole image
   * @return its address; empty if the server knows no such uploads
   * @throws CallFailedException if it refuses this one
   */
  Optional<String> begin(String place, long length) throws InterruptedException, GivenUpException {
    Map<String, String> more = Map.of("Upload-Length", String.valueOf(length));
    while (true) {
      try {
        HttpResponse<String> answer = ask("POST", place + "s", more);
        Optional<String> location = answer.headers().firstValue("Location");
        int status = answer.statusCode();
        if (status == 201 && location.isPresent()) {
          return location;
        }
        if (status < 300 || status == 404 || status == 405) {
          return Optional.empty();
        }
        requirePassing(answer);
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      }
      if (api.look(job).isPresent()) {
        throw CallFailedException.http("the job ended without asking for the bytes");
      }
      waitOrGiveUp();
    }
  }

  /**
   * Whether an upload of an earlier process is there still.
   *
   * @throws CallFailedException if that cannot be asked
   */
  boolean isThere(String upload) throws InterruptedException {
    try {
      HttpResponse<String> told = ask("HEAD", upload, Map.of());
      if (told.statusCode() == UNAUTHORIZED) {
        throw failure(told);
      }
      return told.statusCode() == 200 || told.statusCode() >= 500;
    } catch (IOException e) {
      throw api.server().unreachable(e);
    }
  }

  /**
   * Sends what is missing, until all is there or it cannot be.
   *
   * @param name of the file, to be shown
   * @throws CallFailedException with the job's error, or the server's
   * @throws GivenUpException if the server was not to be reached for too long
   */
  void send(String upload, String name, SentFile file)
      throws InterruptedException, GivenUpException {
    while (!attempt(upload, name, file)) {
      if (api.look(job).isPresent()) {
        break; // it has ended well, and its answer was lost
      }
      waitOrGiveUp();
    }
    try {
      file.hashUpTo(file.size());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Asks how far the server is, and sends the rest. False if that broke off. */
  private boolean attempt(String upload, String name, SentFile file) throws InterruptedException {
    try {
      HttpResponse<String> told = ask("HEAD", upload, Map.of());
      OptionalLong offset = told.headers().firstValueAsLong("Upload-Offset");
      if (told.statusCode() != 200 || offset.isEmpty()) {
        requirePassing(told);
        return false;
      }
      long at = offset.getAsLong();
      reached(at, name, file);
      packs =
          told.headers().allValues("Accept-Encoding").stream()
              .flatMap(value -> Arrays.stream(value.split(",")))
              .anyMatch(coding -> coding.strip().equals(ZerosPacked.NAME));
      return offset.equals(told.headers().firstValueAsLong("Upload-Length"))
          || sendFrom(at, upload, file);
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
      return false;
    }
  }

  private boolean sendFrom(long at, String upload, SentFile file)
      throws IOException, InterruptedException {
    try (SentFile.Rest rest = rest(at, file)) {
      try {
        HttpResponse<String> answer = patch(upload, at, file.size() - at, rest);
        requirePassing(answer);
        OptionalLong now = answer.headers().firstValueAsLong("Upload-Offset");
        return answer.statusCode() == 204 && now.equals(OptionalLong.of(file.size()));
      } catch (IOException e) {
        @Nullable IOException here = rest.failure();
        if (here != null) {
          throw unreadable(here);
        }
        throw e;
      } finally {
        shown = rest.position();
      }
    }
  }

  private SentFile.Rest rest(long at, SentFile file) {
    try {
      if (file.hasChanged()) {
        throw CallFailedException.here("the file changed while it was sent");
      }
      return file.from(at, this::progressed);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void progressed(long bytes) {
    if (progress != null) {
      progress.advance(bytes);
    }
  }

  private void reached(long at, String name, SentFile file) {
    if (at > reached) {
      reached = at;
      pause = FIRST_PAUSE;
      lastProgress = surroundings.clock().instant();
    }
    if (progress == null) {
      progress = bars.bytes(name, OptionalLong.of(file.size()), at);
    } else {
      progress.advance(at - shown);
    }
    shown = at;
  }

  /** Sends a part; whoever sends nothing for too long is cut. */
  private HttpResponse<String> patch(String upload, long at, long length, SentFile.Rest rest)
      throws IOException, InterruptedException {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "application/offset+octet-stream");
    headers.put("Upload-Offset", String.valueOf(at));
    if (packs) {
      headers.put("Content-Encoding", ZerosPacked.NAME);
    }
    BodyPublisher bytes =
        packs
            ? BodyPublishers.ofInputStream(() -> new ZerosPacked(rest, length))
            : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> rest), length);
    CompletableFuture<HttpResponse<String>> answer =
        api.server().begin("PATCH", upload, headers, bytes);
    try {
      long before = -1;
      long still = System.nanoTime();
      while (true) {
        try {
          return answer.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (rest.position() != before) {
            before = rest.position();
            still = System.nanoTime();
          }
          boolean all = before == at + length; // the server verifies it, however long that takes
          if (!all && System.nanoTime() - still > STALLED.toNanos()) {
            throw new IOException("nothing could be sent for %d s".formatted(STALLED.toSeconds()));
          }
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private HttpResponse<String> ask(String method, String to, Map<String, String> more)
      throws IOException, InterruptedException {
    Map<String, String> headers = headers();
    headers.putAll(more);
    return api.server().ask(method, to, headers, ANSWER);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>(api.credentials());
    headers.put("Tus-Resumable", "1.0.0");
    return headers;
  }

  /**
   * Makes sure that it may be otherwise the next time.
   *
   * @throws CallFailedException with what the server says, if not
   */
  private void requirePassing(HttpResponse<String> answer) throws InterruptedException {
    int status = answer.statusCode();
    if (status >= 300 && status < 500 && !PASSING.contains(status)) {
      if (status != UNAUTHORIZED) {
        api.look(job); // the job knows better why there is no such upload any more
      }
      throw failure(answer);
    }
    why = "the server answered " + status;
  }

  private static CallFailedException failure(HttpResponse<String> answer) {
    return answer.statusCode() == UNAUTHORIZED
        ? CallFailedException.invalidSession(
            "the session is missing, wrong or expired; log in again, and the same command goes on")
        : new Server.Answer(
                answer.statusCode(), answer.body(), answer.headers().firstValue("X-Request-Id"))
            .failure();
  }

  private static CallFailedException unreadable(@Nullable IOException e) {
    return CallFailedException.here("the file cannot be read: " + e);
  }

  private void waitOrGiveUp() throws InterruptedException, GivenUpException {
    if (surroundings.clock().instant().isAfter(lastProgress.plus(PATIENCE))) {
      throw new GivenUpException(
          "the upload broke off: %s; the same command goes on with it".formatted(why));
    }
    Thread.sleep(pause);
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }

  /** The server was not to be reached for too long; what it has it keeps for a while. */
  static final class GivenUpException extends Exception {
    private static final long serialVersionUID = 1L;

    GivenUpException(String message) {
      super(message);
    }
  }
}
