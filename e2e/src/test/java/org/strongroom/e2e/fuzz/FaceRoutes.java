package org.strongroom.e2e.fuzz;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.function.Consumer;
import org.strongroom.server.face.identity.IdentityFace;
import org.strongroom.server.face.powervc.PowerVcFace;

/** What faces answer to, as they register it themselves. */
final class FaceRoutes {
  private FaceRoutes() {}

  /**
   * One method at one path.
   *
   * @param path with its variables in braces
   */
  record Route(String method, String path) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Below {@code /v3}, and the list of versions. */
  @SuppressWarnings("NullAway") // nothing is called
  static List<Route> openStack() {
    return of(config -> {
      new IdentityFace(null, null, null, null, null).register(config);
      new PowerVcFace(null, null, null, null, null).register(config);
    });
  }

  private static List<Route> of(Consumer<RoutesConfig> faces) {
    Javalin javalin = Javalin.create(config -> faces.accept(config.routes));
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(route -> new Route(route.endpoint.method.name(), route.endpoint.path))
        .toList();
  }
}
