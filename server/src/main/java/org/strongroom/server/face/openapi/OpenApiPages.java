package org.strongroom.server.face.openapi;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Serves the OpenAPI document, and Swagger UI to read and try it; needs nothing from elsewhere. */
public final class OpenApiPages {
  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
  private static final Map<String, String> FILES =
      Map.of(
          "swagger-ui.css", "text/css",
          "swagger-ui-bundle.js", "text/javascript",
          "favicon-32x32.png", "image/png");

  private final Supplier<byte[]> document;
  private final String webjarVersion;

  public OpenApiPages(String version) {
    this.document = new Once(version);
    this.webjarVersion = webjarVersion();
  }

  /** Made when somebody first asks for it: most starts need none. */
  private static final class Once implements Supplier<byte[]> {
    private final String version;
    private byte @Nullable [] made;

    Once(String version) {
      this.version = version;
    }

    @Override
    public synchronized byte[] get() {
      byte[] document = made;
      if (document == null) {
        document = JsonMapper.builder().build().writeValueAsBytes(OpenApiDocument.of(version));
        made = document;
      }
      return document;
    }
  }

  public void register(RoutesConfig routes) {
    routes.get(
        "/zstack/v1/openapi.json",
        ctx -> ctx.contentType("application/json; charset=utf-8").result(document.get()));
    routes.get("/docs", ctx -> send(ctx, "text/html; charset=utf-8", "/docs/index.html"));
    routes.get("/docs/start.js", ctx -> send(ctx, "text/javascript", "/docs/start.js"));
    FILES.forEach((file, type) ->
        routes.get("/docs/" + file, ctx -> send(ctx, type, WEBJAR + webjarVersion + "/" + file)));
  }

  private static void send(Context ctx, String type, String resource) {
    ctx.header(
        "Content-Security-Policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-ancestors 'none'");
    ctx.header("Cache-Control", "max-age=3600");
    ctx.contentType(type).result(opened(resource));
  }

  private static InputStream opened(String resource) {
    InputStream stream = OpenApiPages.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IllegalStateException("the program lacks " + resource);
    }
    return stream;
  }

  private static String webjarVersion() {
    try (InputStream file = opened("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
