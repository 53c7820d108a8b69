package org.strongroom.server.face.zstack;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.MaskedText;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.BadRequestException;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestMetrics;
import org.strongroom.server.face.ShownPath;
import org.strongroom.server.job.DuplicateJobException;
import org.strongroom.server.job.JobOutcome;

/**
 * The routes of the REST API under {@code /zstack/v1}, made from the declarations of the
 * operations.
 */
public final class ZStackFace {
  static final String BASE = "/zstack/v1";

  /** Tells clients in which zone the times of a reply are. */
  static final String TIME_ZONE = "X-Time-Zone";

  private final Calls calls;
  private final JobPolls polls;
  private final SessionHeader sessions;
  private final RequestBodies bodies;
  private final ZStackJson json;
  private final PublicUrl publicUrl;
  private final RequestValues values;

  ZStackFace(
      Calls calls,
      JobPolls polls,
      SessionHeader sessions,
      RequestBodies bodies,
      ZStackJson json,
      PublicUrl publicUrl) {
    this.calls = calls;
    this.polls = polls;
    this.sessions = sessions;
    this.bodies = bodies;
    this.json = json;
    this.publicUrl = publicUrl;
    this.values = new RequestValues(json);
  }

  void register(RoutesConfig routes) {
    for (Route route : Route.all()) {
      routes.addEndpoint(
          new Endpoint(
              HandlerType.findOrCreate(route.method().name()),
              BASE + route.shape(),
              ctx -> handle(route, ctx)));
    }
    routes.get(BASE + "/api-jobs/{uuid}", this::poll);
    routes.exception(ApiException.class, (e, ctx) -> fail(e, ctx));
    routes.exception(DuplicateJobException.class, (e, ctx) -> text(ctx, 400, e.getMessage()));
  }

  private void handle(Route route, Context ctx) throws IOException {
    Optional<String> word = route.noUuid(ctx);
    if (word.isPresent()) {
      text(ctx, 404, "no API at %s: '%s' is no uuid".formatted(ShownPath.of(ctx), word.get()));
      return;
    }
    OperationModel only = route.operations().getFirst();
    Optional<Caller> caller = isAnonymous(route) ? Optional.empty() : sessions.caller(ctx);
    switch (route.method()) {
      case GET, DELETE -> call(route, only, values.fromQuery(only, ctx), caller, ctx);
      case POST -> {
        byte[] body = bodies.read(ctx, caller.isPresent());
        call(route, only, values.fromPost(body), caller, ctx);
      }
      case PUT -> {
        byte[] body = bodies.read(ctx, caller.isPresent());
        OperationModel operation =
            values
                .action(body, route.operations())
                .orElseThrow(() -> new BadRequestException(noAction(body, route.operations())));
        call(route, operation, values.fromPut(operation, body), caller, ctx);
      }
    }
  }

  private static boolean isAnonymous(Route route) {
    return route.operations().stream().allMatch(o -> o.access() == Access.ANONYMOUS);
  }

  /** Names what was asked for: whoever tries the action of a larger server is to see that. */
  private String noAction(byte[] body, List<OperationModel> operations) {
    String wanted =
        values
            .firstKey(body)
            .map(key -> "there is no action '%s' here; ".formatted(key))
            .orElse("");
    return wanted
        + "the body has to be {\"<action>\": {…}} with one of the actions "
        + String.join(", ", operations.stream().map(OperationModel::actionKey).toList());
  }

  private void call(
      Route route,
      OperationModel operation,
      Map<String, Object> parameters,
      Optional<Caller> caller,
      Context ctx) {
    parameters.putAll(route.pathValues(operation, ctx));
    if (operation.mode() == Mode.SYNC) {
      Object reply = calls.answer(operation, parameters, caller);
      send(ctx, 200, json.reply(reply, CallHeaders.schemaAsked(ctx)));
      return;
    }
    Calls.Submission submission = CallHeaders.submission(ctx);
    calls.submit(operation, parameters, caller, submission);
    String location = publicUrl.of(ctx) + BASE + "/api-jobs/" + submission.jobUuid();
    send(ctx, 202, json.accepted(location, submission.timeoutOf(operation).toMillis()));
  }

  private void poll(Context ctx) {
    String uuid = ctx.pathParam("uuid");
    Optional<JobOutcome> outcome = polls.outcome(uuid, ctx);
    if (outcome.isEmpty()) {
      text(
          ctx,
          404,
          "no job has the uuid "
              + uuid
              + "; jobs are forgotten 30 days after their end (job/retention), calls that were"
              + " refused or answered at once after three hours");
      return;
    }
    switch (outcome.get()) {
      case JobOutcome.Running running -> send(ctx, 202, "{}".getBytes(StandardCharsets.UTF_8));
      case JobOutcome.Succeeded(Object reply) ->
          send(ctx, 200, json.reply(reply, CallHeaders.schemaAsked(ctx)));
      case JobOutcome.Failed(var error) -> {
        RequestMetrics.means(ctx, error);
        send(ctx, 503, json.error(error));
      }
    }
  }

  private void fail(ApiException e, Context ctx) {
    if (e instanceof RetryLaterException later) {
      ctx.header("Retry-After", String.valueOf(later.afterSeconds()));
    }
    RequestMetrics.means(ctx, e.error());
    send(ctx, 503, json.error(e.error()));
  }

  private void send(Context ctx, int status, byte[] body) {
    ctx.status(status).contentType("application/json; charset=utf-8").result(body);
    ctx.header(TIME_ZONE, json.zone().getId());
    ctx.res().setContentLength(body.length); // else Jetty sends long bodies in chunks
  }

  private static void text(Context ctx, int status, @Nullable String body) {
    ctx.status(status)
        .contentType("text/plain; charset=utf-8")
        .result(MaskedText.of(String.valueOf(body)));
  }
}
