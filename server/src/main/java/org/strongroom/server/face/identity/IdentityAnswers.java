package org.strongroom.server.face.identity;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestIds;
import org.strongroom.server.identity.KeystoneUnavailableException;
import org.strongroom.server.identity.UnauthorizedException;
import tools.jackson.databind.json.JsonMapper;

/** Answers in the form of the Identity API, errors too. */
final class IdentityAnswers {
  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          429, "Too Many Requests",
          413, "Request Entity Too Large",
          415, "Unsupported Media Type",
          503, "Service Unavailable");

  private final JsonMapper json = JsonMapper.builder().build();
  private final PublicUrl publicUrl;

  IdentityAnswers(PublicUrl publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** Adds a page that is read. */
  void page(RoutesConfig routes, String path, Handler work) {
    Handler handler = handler(work);
    routes.get(path, handler);
    routes.head(path, handler);
  }

  /** Adds a call as it is declared. */
  void register(RoutesConfig routes, IdentityCall call, Handler work) {
    switch (call.method()) {
      case "POST" -> routes.post(call.path(), handler(work));
      case "DELETE" -> routes.delete(call.path(), handler(work));
      default -> page(routes, call.path(), work);
    }
  }

  /** A handler whose failures are answered, too. */
  Handler handler(Handler work) {
    return ctx -> {
      String id = RequestIds.of(ctx);
      ctx.header("X-Openstack-Request-Id", id);
      ctx.header("X-Compute-Request-Id", id);
      ctx.header("Vary", "X-Auth-Token");
      try {
        work.handle(ctx);
      } catch (IdentityException e) {
        error(ctx, e.status(), e.getMessage());
      } catch (UnauthorizedException e) {
        error(ctx, 401, e.getMessage());
      } catch (KeystoneUnavailableException e) {
        error(ctx, 503, e.getMessage());
      } catch (RequestBodies.TooLargeException e) {
        error(ctx, 413, e.getMessage());
      } catch (RequestBodies.PackedException e) {
        error(ctx, 415, e.getMessage());
      } catch (RetryLaterException e) {
        ctx.header("Retry-After", String.valueOf(e.afterSeconds()));
        error(ctx, e.is(ErrorCode.TOO_MANY_LOG_INS) ? 429 : 503, e.error().details());
      } catch (ApiException e) {
        error(ctx, e.is(ErrorCode.NO_SPACE) ? 503 : 400, e.error().details());
      }
    };
  }

  void send(Context ctx, int status, Object body) {
    ctx.status(status).contentType("application/json").result(json.writeValueAsBytes(body));
  }

  private void error(Context ctx, int status, @Nullable String message) {
    if (status == 401) {
      ctx.header("WWW-Authenticate", "Keystone uri=\"" + publicUrl.of(ctx) + "/v3\"");
    }
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", status);
    error.put("message", String.valueOf(message));
    error.put("title", TITLES.getOrDefault(status, "Error"));
    send(ctx, status, Map.of("error", error));
  }
}
