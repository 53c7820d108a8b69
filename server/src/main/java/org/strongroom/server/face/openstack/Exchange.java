package org.strongroom.server.face.openstack;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestIds;

/** A request whose caller may make it, as its handler sees it. */
public final class Exchange {
  private final Context ctx;
  private final Caller caller;
  private final Microversion version;
  private final RequestBodies bodies;
  private final StrictJson json;
  private final String base;

  /**
   * A request.
   *
   * @param base where its caller reaches the server
   */
  Exchange(
      Context ctx,
      Caller caller,
      Microversion version,
      RequestBodies bodies,
      StrictJson json,
      String base) {
    this.ctx = ctx;
    this.caller = caller;
    this.version = version;
    this.bodies = bodies;
    this.json = json;
    this.base = base;
  }

  public Caller caller() {
    return caller;
  }

  public Microversion version() {
    return version;
  }

  String requestId() {
    return RequestIds.of(ctx);
  }

  String source() {
    return Origin.current().source();
  }

  /** A variable of the path. */
  public String path(String name) {
    return ctx.pathParam(name);
  }

  /** The last value of a parameter of the query string. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(ctx.queryParams(name))
        .filter(values -> !values.isEmpty())
        .map(List::getLast);
  }

  /** The parameters of the query string. */
  Map<String, List<String>> queries() {
    return ctx.queryParamMap();
  }

  /**
   * A flag of the query string; false if it is not there.
   *
   * @throws Fault 400 for a text that means neither, and for more than one
   */
  public boolean flag(String name) {
    if (ctx.queryParams(name).size() > 1) {
      throw Fault.badRequest(
          "Invalid value for '%s' in the query string: it is named more than once".formatted(name));
    }
    return query(name)
        .map(text ->
            StrictBoolean.parse(text)
                .orElseThrow(() ->
                    Fault.badRequest(
                        "Invalid value for '%s' in the query string: it has to be true or false"
                            .formatted(name))))
        .orElse(false);
  }

  /**
   * The body, checked.
   *
   * @throws Fault 400 for what does not fit, 415 if it does but is said not to be JSON
   */
  public Attributes body(BodySchema schema) throws IOException {
    return checked(bodies.read(ctx), schema);
  }

  /** As {@link #body}, for bodies that may be left out. */
  public Attributes bodyOrNone(BodySchema schema) throws IOException {
    byte[] body = bodies.read(ctx);
    return body.length == 0 ? Attributes.NONE : checked(body, schema);
  }

  private Attributes checked(byte[] body, BodySchema schema) {
    Attributes attributes = schema.check(json.read(body));
    String type = ctx.header("Content-Type"); // as it came: a charset may be made up
    if (type != null && !isJson(type)) {
      throw new Fault(415, "Unsupported Content-Type: send application/json");
    }
    return attributes;
  }

  private static boolean isJson(String contentType) {
    String[] parts = contentType.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
    boolean json =
        parts[0].equals("application/json")
            || (parts[0].startsWith("application/") && parts[0].endsWith("+json"));
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].replace("\"", "");
      json &= !part.startsWith("charset=") || part.matches("charset=utf-?8");
    }
    return json;
  }

  /** The url of something below the project. */
  public String url(String path) {
    return base + "/v3/" + project() + path;
  }

  /** The same without the version, by which a resource keeps its name. */
  public String bookmark(String path) {
    return base + "/" + project() + path;
  }

  /** The url of this request without its query string. */
  String ownUrl() {
    return base + ctx.path();
  }

  private String project() {
    return ctx.pathParam(OpenStackRoutes.PROJECT);
  }
}
