package org.strongroom.server.face.message;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.MaskedText;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.RetryLaterException;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.account.Sessions;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.Calls.Submission;
import org.strongroom.server.call.MalformedJson;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.face.BadRequestException;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestIds;
import org.strongroom.server.face.zstack.JobPolls;
import org.strongroom.server.face.zstack.ZStackJson;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobFacts;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.secret.TextDigest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes of the message API: a call is a JSON object whose one key is the class of the message;
 * the answer carries the reply or event as JSON inside a text. The old bound of 64 000 characters
 * on that text is not kept: cut JSON is of no use to anybody.
 */
public final class MessageFace {
  private static final String BASE = "/zstack/api";
  private static final Pattern SESSION =
      Pattern.compile(
          "\"session\"\\s{0,9}:\\s{0,9}\\{\\s{0,9}\"uuid\"\\s{0,9}:\\s{0,9}\"(\\w{32})\"");
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Calls calls;
  private final JobEngine jobs;
  private final JobPolls polls;
  private final Sessions sessions;
  private final RequestBodies bodies;
  private final ZStackJson json;
  private final InstantSource clock;
  private final Messages messages = new Messages();

  public MessageFace(
      Calls calls,
      JobEngine jobs,
      Sessions sessions,
      RequestBodies bodies,
      ZStackJson json,
      InstantSource clock) {
    this.calls = calls;
    this.jobs = jobs;
    this.polls = new JobPolls(jobs, sessions);
    this.sessions = sessions;
    this.bodies = bodies;
    this.json = json;
    this.clock = clock;
  }

  public void register(RoutesConfig routes) {
    routes.post(BASE, this::call);
    routes.put(BASE, this::call);
    routes.get(BASE + "/result/{uuid}", this::poll);
  }

  private void call(Context ctx) throws IOException {
    Map.Entry<String, JsonNode> sent = message(bodies.read(ctx, this::isKnown));
    OperationModel operation =
        messages
            .operation(sent.getKey())
            .orElseThrow(
                () -> new BadRequestException("no message has the class " + sent.getKey()));
    Map<String, Object> message = properties(sent.getValue());
    Optional<Caller> caller =
        operation.access() == Access.ANONYMOUS ? Optional.empty() : caller(sent.getValue());
    Instant begin = clock.instant();
    String uuid = Uuid.random();
    JobOutcome outcome;
    try {
      outcome =
          operation.mode() == Mode.SYNC
              ? answer(operation, message, caller)
              : submit(operation, sent.getValue(), message, caller, uuid, ctx);
    } catch (RetryLaterException e) {
      ctx.header("Retry-After", String.valueOf(e.afterSeconds()));
      outcome = new JobOutcome.Failed(e.error());
    }
    send(ctx, uuid, operation, outcome, begin, clock.instant());
  }

  private JobOutcome answer(
      OperationModel operation, Map<String, Object> message, Optional<Caller> caller) {
    try {
      Map<String, Object> parameters =
          operation.queried().isPresent() ? MessageQuery.parameters(message) : message;
      return new JobOutcome.Succeeded(calls.answer(operation, parameters, caller));
    } catch (RetryLaterException e) {
      throw e;
    } catch (ApiException e) {
      return new JobOutcome.Failed(e.error());
    }
  }

  private JobOutcome submit(
      OperationModel operation,
      JsonNode sent,
      Map<String, Object> message,
      Optional<Caller> caller,
      String jobUuid,
      Context ctx) {
    Optional<Duration> timeout =
        message.get("timeout") instanceof Number millis && millis.longValue() > 0
            ? Optional.of(Duration.ofMillis(Math.min(millis.longValue(), LONGEST.toMillis())))
            : Optional.empty();
    calls.submit(
        operation,
        message,
        caller,
        new Submission(
            jobUuid,
            RequestIds.of(ctx),
            Origin.current().source(),
            timeout,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            session(sent).map(TextDigest::of)));
    return jobs.outcome(jobUuid, name -> operation.replyType()).orElse(new JobOutcome.Running());
  }

  private void poll(Context ctx) {
    String uuid = ctx.pathParam("uuid");
    Optional<JobFacts> facts = jobs.facts(uuid);
    Optional<JobOutcome> outcome = polls.outcome(uuid, ctx);
    if (facts.isEmpty() || outcome.isEmpty()) {
      ctx.status(404)
          .contentType("text/plain; charset=utf-8")
          .result(MaskedText.of("no job has the uuid " + uuid));
      return;
    }
    OperationModel operation = Operations.named(facts.get().operation()).orElseThrow();
    Instant end = facts.get().finished().orElseGet(clock::instant);
    send(ctx, uuid, operation, outcome.get(), facts.get().created(), end);
  }

  private void send(
      Context ctx,
      String uuid,
      OperationModel operation,
      JobOutcome outcome,
      Instant begin,
      Instant end) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("uuid", uuid);
    answer.put("state", outcome instanceof JobOutcome.Running ? "Processing" : "Done");
    answer.put("createdDate", json.date(begin));
    if (!(outcome instanceof JobOutcome.Running)) {
      answer.put("finishedDate", json.date(end));
      Map<String, Object> result = Map.of(Messages.answerClass(operation), body(outcome));
      answer.put("result", new String(json.write(result), StandardCharsets.UTF_8));
    }
    ctx.contentType("application/json; charset=utf-8").result(json.write(answer));
  }

  private ObjectNode body(JobOutcome outcome) {
    boolean success = outcome instanceof JobOutcome.Succeeded;
    byte[] bytes =
        switch (outcome) {
          case JobOutcome.Succeeded(Object reply) -> json.reply(reply, false);
          case JobOutcome.Failed(var error) -> json.error(told(error));
          case JobOutcome.Running running -> new byte[] {'{', '}'};
        };
    JsonNode body = json.read(bytes);
    if (!(body instanceof ObjectNode object)) {
      throw new IllegalStateException("a reply has to be an object");
    }
    return object.put("success", success);
  }

  /** Existing clients look for the first two words, and log in anew when they find them. */
  private static ApiError told(ApiError error) {
    return error.code().equals(ErrorCode.INVALID_SESSION.code())
        ? ApiError.of(ErrorCode.INVALID_SESSION, "Session expired: " + error.details())
        : error;
  }

  /** Whether a large body begins with a session that is valid: it has to come early then. */
  private boolean isKnown(byte[] beginning) {
    Matcher matcher = SESSION.matcher(new String(beginning, StandardCharsets.ISO_8859_1));
    return matcher.find() && sessions.caller(matcher.group(1)).isPresent();
  }

  private Optional<Caller> caller(JsonNode message) {
    return session(message).flatMap(sessions::caller);
  }

  private static Optional<String> session(JsonNode message) {
    return Optional.of(message.path("session").path("uuid").asString(""))
        .filter(uuid -> !uuid.isEmpty());
  }

  private Map.Entry<String, JsonNode> message(byte[] body) {
    @Nullable JsonNode root;
    try {
      root = json.read(body);
    } catch (JacksonException e) {
      throw new BadRequestException("the body is not JSON: " + MalformedJson.place(e));
    }
    if (root == null || !root.isObject() || root.size() != 1) {
      throw new BadRequestException("the body has to be {\"<class of a message>\": {…}}");
    }
    Map.Entry<String, JsonNode> only = root.properties().iterator().next();
    if (!only.getValue().isObject()) {
      throw new BadRequestException("the message has to be a JSON object");
    }
    return only;
  }

  @SuppressWarnings("unchecked") // keys of a JSON object are texts
  private Map<String, Object> properties(JsonNode object) {
    return (Map<String, Object>) json.map(object);
  }
}
