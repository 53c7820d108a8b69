package org.strongroom.server.face.openstack;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.OperationModel;
import org.strongroom.api.RetryLaterException;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.DefaultAnswers;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.identity.KeystoneUnavailableException;
import org.strongroom.server.identity.Tokens;

/**
 * Adds routes below {@code /v3/{project_id}}. Each request is checked in the same order: token,
 * version, role, project, then whatever its handler looks at.
 */
public final class OpenStackRoutes {
  static final String PROJECT = "project_id";

  private static final Logger log = LoggerFactory.getLogger(OpenStackRoutes.class);
  private static final String BASE = "/v3/{" + PROJECT + "}";

  /** What the Identity API, which shares the prefix, has where the project would be. */
  private static final Set<String> IDENTITY =
      Set.of(
          "auth",
          "credentials",
          "domains",
          "endpoints",
          "groups",
          "policies",
          "projects",
          "regions",
          "role_assignments",
          "roles",
          "services",
          "users");

  private final RoutesConfig routes;
  private final Tokens tokens;
  private final OperationCalls calls;
  private final RequestBodies bodies;
  private final PublicUrl publicUrl;
  private final StrictJson json = new StrictJson();
  private final Faults faults;

  /** What a route does. */
  @FunctionalInterface
  public interface Handler {
    Answer handle(Exchange exchange) throws IOException;
  }

  /** Methods by which routes are found. */
  public enum Method {
    GET,
    POST,
    PUT,
    DELETE
  }

  public OpenStackRoutes(
      RoutesConfig routes,
      Tokens tokens,
      OperationCalls calls,
      RequestBodies bodies,
      PublicUrl publicUrl) {
    this.routes = routes;
    this.tokens = tokens;
    this.calls = calls;
    this.bodies = bodies;
    this.publicUrl = publicUrl;
    this.faults = new Faults(json, publicUrl);
  }

  /**
   * Adds a route.
   *
   * @param path below the project's
   * @param operation the one whose declaration tells who may take the route
   */
  public void add(Method method, String path, Class<? extends Record> operation, Handler handler) {
    OperationModel model = Operations.of(operation);
    routes.addEndpoint(
        new Endpoint(
            HandlerType.findOrCreate(method.name()),
            BASE + path,
            ctx -> answer(ctx, model, handler)));
  }

  /** Answers what no route takes with faults; after all other routes below {@code /v3}. */
  public void addUnknown() {
    routes.error(404, ctx -> unknown(ctx, "The resource could not be found."));
    routes.error(
        405,
        ctx ->
            unknown(
                ctx, "The method " + ctx.method().name() + " is not allowed for this resource."));
  }

  private void unknown(Context ctx, String message) {
    String type = ctx.res().getContentType();
    boolean answered =
        type != null && type.startsWith("application/json") && !DefaultAnswers.isDefault(ctx);
    if (!answered && ctx.path().startsWith("/v3/")) {
      Faults.begin(ctx);
      if (IDENTITY.contains(ctx.path().split("/", -1)[2])) {
        faults.writeAsIdentity(ctx, ctx.statusCode(), message);
      } else {
        faults.write(ctx, new Fault(ctx.statusCode(), message));
      }
    }
  }

  private void answer(Context ctx, OperationModel operation, Handler handler) {
    Faults.begin(ctx);
    try {
      Caller caller = authenticated(ctx);
      Microversion version = Microversion.parse(ctx.header(Microversion.HEADER));
      Faults.version(ctx, version);
      Exchange exchange = new Exchange(ctx, caller, version, bodies, json, publicUrl.of(ctx));
      checkAllowed(exchange, operation);
      faults.write(ctx, handler.handle(exchange));
    } catch (Fault fault) {
      faults.write(ctx, fault);
    } catch (RequestBodies.TooLargeException e) {
      faults.write(ctx, Fault.overLimit(String.valueOf(e.getMessage()), 0));
    } catch (RequestBodies.PackedException e) {
      faults.write(ctx, new Fault(415, String.valueOf(e.getMessage())));
    } catch (RetryLaterException e) {
      faults.write(ctx, Fault.retryLater(e.error().details(), e.afterSeconds()));
    } catch (KeystoneUnavailableException e) {
      faults.write(ctx, new Fault(503, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      log.debug("the client of {} {} went away", ctx.method(), ctx.path(), e);
      faults.write(ctx, Fault.badRequest("the request broke off"));
    } catch (RuntimeException e) {
      log.error("{} {} failed", ctx.method(), ctx.path(), e);
      faults.write(ctx, new Fault(500, Faults.UNEXPECTED));
    }
  }

  private Caller authenticated(Context ctx) {
    return Optional.ofNullable(ctx.header("X-Auth-Token"))
        .filter(token -> !token.isBlank())
        .flatMap(token -> tokens.caller(token.strip()))
        .orElseThrow(() -> new Fault(401, "no valid token"));
  }

  private void checkAllowed(Exchange exchange, OperationModel operation) {
    Caller caller = exchange.caller();
    String own = caller.projectUuid().orElseThrow(OpenStackRoutes::malformedUrl);
    if (operation.access() == Access.ADMIN && !caller.administrator()) {
      calls.refuse(exchange, operation);
    }
    String asked = exchange.path(PROJECT).replace("-", "").toLowerCase(Locale.ROOT);
    if (!asked.equals(own)) {
      throw malformedUrl();
    }
  }

  private static Fault malformedUrl() {
    return Fault.badRequest("Malformed request url");
  }
}
