package org.strongroom.cli.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.ParameterModel;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls operations of a server, for one session. */
public final class Api {
  private static final String HIDDEN = "***";
  private static final Duration PROGRESS_AFTER = Duration.ofSeconds(1);
  private final Server server;
  private final Optional<String> session;
  private final Optional<Duration> timeout;
  private final Surroundings surroundings;

  /**
   * @param session uuid of the session to call with
   * @param timeout how long each call may take; the operation's own time if empty
   */
  public Api(
      Server server,
      Optional<String> session,
      Optional<Duration> timeout,
      Surroundings surroundings) {
    this.server = server;
    this.session = session;
    this.timeout = timeout;
    this.surroundings = surroundings;
  }

  public Server server() {
    return server;
  }

  /** The headers that tell the server who calls. */
  public Map<String, String> credentials() {
    Map<String, String> headers = new LinkedHashMap<>();
    session.ifPresent(uuid -> headers.put("Authorization", "OAuth " + uuid));
    return headers;
  }

  /**
   * Calls an operation that answers at once.
   *
   * @throws CallFailedException if it fails
   */
  public JsonNode call(Call call) throws InterruptedException {
    try {
      Server.Answer answer = exchange(call, Map.of());
      if (answer.status() != 200) {
        throw answer.failure();
      }
      return answer.json();
    } catch (IOException e) {
      throw server.unreachable(e);
    }
  }

  /**
   * Starts an operation that runs as a job. If the connection breaks before the answer is there,
   * the server is asked whether it has the job: the caller must not start it twice to be sure.
   *
   * @throws CallFailedException if it does not start
   */
  public Job start(Call call) throws InterruptedException {
    return start(call, newJob());
  }

  /** A job that is not started yet. */
  public Job newJob() {
    return ServerAddress.jobNamed(surroundings.newUuid());
  }

  /** As {@link #start(Call)}, for a job whose uuid has to be known before it is started. */
  public Job start(Call call, Job job) throws InterruptedException {
    Server.Answer answer;
    try {
      answer = exchange(call, Map.of("X-Job-UUID", job.uuid()));
    } catch (ConnectException e) {
      throw server.unreachable(e);
    } catch (IOException e) {
      if (isKnown(job)) {
        return job;
      }
      throw server.unreachable(e);
    }
    if (answer.status() != 202) {
      throw answer.failure();
    }
    return new Job(job.uuid(), answer.json().path("location").asString(""), answer.requestId());
  }

  private boolean isKnown(Job job) throws InterruptedException {
    try {
      return server
              .send(
                  "GET",
                  server.address().job(job.location()),
                  credentials(),
                  BodyPublishers.noBody(),
                  PROGRESS_AFTER.multipliedBy(5))
              .status()
          != 404;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Waits for the end of a started call.
   *
   * @throws CallFailedException with the job's error
   * @throws InterruptedException if the user gave up waiting; the job goes on
   */
  public JsonNode await(Call call, Job job, JobWatcher watcher) throws InterruptedException {
    return await(job, limit(call), watcher);
  }

  /**
   * Waits for the end of a job, whoever began it.
   *
   * @param limit for how long
   * @throws CallFailedException with the job's error
   * @throws InterruptedException if the user gave up waiting; the job goes on
   */
  public JsonNode await(Job job, Duration limit, JobWatcher watcher) throws InterruptedException {
    Instant[] next = {surroundings.clock().instant().plus(PROGRESS_AFTER)};
    Runnable tick =
        () -> {
          if (watcher.wantsProgress() && surroundings.clock().instant().isAfter(next[0])) {
            next[0] = surroundings.clock().instant().plus(PROGRESS_AFTER);
            progressOf(job).ifPresent(watcher::progress);
          }
        };
    return new JobWait(server, surroundings.clock()).await(job, credentials(), limit, tick);
  }

  /**
   * One look at a job: its result, or empty while it runs or can not be reached.
   *
   * @throws CallFailedException with the job's error
   */
  public Optional<JsonNode> look(Job job) throws InterruptedException {
    try {
      return new JobWait(server, surroundings.clock()).look(job, credentials());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What would be sent for a call, without its secrets: operation, method, path and body. */
  public ObjectNode request(Call call) {
    Map<String, Object> values = new LinkedHashMap<>(call.values());
    call.operation().parameters().stream()
        .filter(ParameterModel::secret)
        .forEach(secret -> values.computeIfPresent(secret.name(), (_, _) -> HIDDEN));
    WireRequest request = WireRequest.of(new Call(call.operation(), values, call.timeout()));
    ObjectNode shown =
        JsonMapper.shared()
            .createObjectNode()
            .put("operation", call.operation().name())
            .put("method", request.method().name())
            .put("path", server.address().api(request.pathAndQuery()).getRawPath());
    Optional.ofNullable(server.address().api(request.pathAndQuery()).getRawQuery())
        .ifPresent(query -> shown.put("query", query));
    request.body().ifPresent(body -> shown.set("body", JsonMapper.shared().valueToTree(body)));
    return shown;
  }

  /** Whether the operation runs as a job. */
  public static boolean isJob(Call call) {
    return call.operation().mode() == Mode.ASYNC;
  }

  private Optional<JsonNode> progressOf(Job job) {
    try {
      JsonNode steps =
          server
              .send(
                  "GET",
                  server.address().api("/task-progresses/" + job.uuid()),
                  credentials(),
                  BodyPublishers.noBody(),
                  PROGRESS_AFTER.multipliedBy(5))
              .json()
              .path("inventories");
      return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    } catch (IOException | CallFailedException e) {
      return Optional.empty(); // only a bar stands still
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Server.Answer exchange(Call call, Map<String, String> more)
      throws IOException, InterruptedException {
    WireRequest request = WireRequest.of(call);
    Map<String, String> headers = credentials();
    if (call.operation().access() == Access.ANONYMOUS) {
      headers.remove("Authorization");
    }
    headers.putAll(more);
    call.timeout()
        .or(() -> timeout)
        .ifPresent(limit ->
            headers.put("X-API-Timeout", String.valueOf(Math.ceilDiv(limit.toMillis(), 1000L))));
    request.body().ifPresent(body -> headers.put("Content-Type", "application/json;charset=UTF-8"));
    BodyPublisher body =
        request
            .body()
            .map(json -> BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(json)))
            .orElseGet(BodyPublishers::noBody);
    return server.send(
        request.method().name(),
        server.address().api(request.pathAndQuery()),
        headers,
        body,
        limit(call));
  }

  private Duration limit(Call call) {
    return call.timeout()
        .or(() -> timeout)
        .orElse(Duration.ofSeconds(call.operation().timeoutSeconds()));
  }
}
