package org.strongroom.server.face;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.face.connection.LimitedConnector;
import org.strongroom.server.face.connection.Sources;

/**
 * The HTTP server that the faces share: connector, TLS, request ids, and answers to what is no call
 * at all.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  /** Longer than an upload may be silent, which its own settings judge. */
  private static final Duration CONNECTION_IDLE = Duration.ofMinutes(10);

  private static final int LONGEST_HEAD = 32 << 10;

  /** What answers repeat of a request fits in it. */
  private static final int LONGEST_ANSWER_HEAD = 64 << 10;

  private final Javalin javalin;
  private final Configuration.Http settings;
  private final Sources sources;
  private final SessionWatch sessions;
  private Optional<RenewedCertificate> renewals = Optional.empty();

  /** A server with the routes of these faces that takes calls until it is closed. */
  public HttpServer(
      Configuration.Http settings, List<Consumer<RoutesConfig>> faces, RequestMetrics metrics) {
    this(settings, faces, metrics, new Gate(), sessions -> Set.of());
  }

  /**
   * A server with the routes of these faces; it does not listen yet.
   *
   * @param ended which of these sessions, known by digests, were ended by somebody
   */
  public HttpServer(
      Configuration.Http settings,
      List<Consumer<RoutesConfig>> faces,
      RequestMetrics metrics,
      Gate gate,
      UnaryOperator<Set<String>> ended) {
    this.settings = settings;
    this.sources = new Sources(settings.clients().trustedProxies());
    this.sessions = new SessionWatch(ended);
    RequestOrigin origins = new RequestOrigin(sources, sessions);
    this.javalin =
        Javalin.create(config -> {
          configure(config);
          config.routes.before(ctx -> begin(ctx, metrics, origins));
          config.routes.after(ctx -> end(ctx, metrics, origins));
          failures(config.routes);
          faces.forEach(face -> face.accept(config.routes));
          answerHead(config);
        });
  }

  /**
   * HEAD does what GET does, and leaves the bytes out: the library would answer 200 to everybody,
   * also for a node that is not healthy, and run nothing.
   */
  private static void answerHead(JavalinConfig config) {
    List<Endpoint> routes =
        config.unsafe.internalRouter.allHttpHandlers().stream().map(each -> each.endpoint).toList();
    Set<String> own =
        routes.stream()
            .filter(route -> route.method.equals(HandlerType.HEAD))
            .map(route -> route.path)
            .collect(Collectors.toSet());
    routes.stream()
        .filter(route -> route.method.equals(HandlerType.GET) && !own.contains(route.path))
        .forEach(route -> config.routes.head(route.path, route.handler));
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.maxRequestSize = Long.MAX_VALUE;
    config.http.asyncTimeout = 0;
    config.router.treatMultipleSlashesAsSingleSlash = true;
    config.router.ignoreTrailingSlashes = true;
    config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors()));
    config.jetty.addConnector(this::connector);
  }

  private ServerConnector connector(Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(LONGEST_HEAD);
    http.setResponseHeaderSize(LONGEST_ANSWER_HEAD);
    RequestForms.apply(http);
    http.setIdleTimeout(-1);
    ServerConnector connector =
        settings
            .tls()
            .map(tls -> secured(server, http, tls))
            .orElseGet(() -> limited(server, new HttpConnectionFactory(http)));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(CONNECTION_IDLE.toMillis());
    connector.setAcceptQueueSize(1024);
    return connector;
  }

  private ServerConnector limited(Server server, ConnectionFactory... factories) {
    return new LimitedConnector(
        server,
        settings.clients().maxConnections(),
        settings.clients().maxConnectionsPerSource(),
        sources,
        factories);
  }

  private ServerConnector secured(Server server, HttpConfiguration http, Configuration.Tls tls) {
    http.addCustomizer(new org.eclipse.jetty.server.SecureRequestCustomizer(false));
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    renewals = Optional.of(new RenewedCertificate(ssl, tls));
    ssl.setKeyStorePassword("");
    ssl.setRenegotiationAllowed(false); // each costs the server more than the client
    return limited(
        server,
        new SslConnectionFactory(ssl, HttpVersion.HTTP_1_1.asString()),
        new HttpConnectionFactory(http));
  }

  private void begin(Context ctx, RequestMetrics metrics, RequestOrigin origins) {
    MDC.put("request", RequestIds.assign(ctx));
    metrics.begin(ctx);
    origins.begin(ctx);
    ctx.header("X-Content-Type-Options", "nosniff");
    if (settings.tls().isPresent()) {
      ctx.header("Strict-Transport-Security", "max-age=31536000");
    }
    // sessions, tokens, what accounts own, however their paths are written; few answers say else
    ctx.header("Cache-Control", "no-store");
  }

  private static void end(Context ctx, RequestMetrics metrics, RequestOrigin origins) {
    RequestBodies.release(ctx);
    origins.end(ctx);
    metrics.end(ctx);
    MDC.clear();
  }

  private static void failures(RoutesConfig routes) {
    routes.exception(BadRequestException.class, (e, ctx) -> text(ctx, 400, e.getMessage()));
    routes.exception(
        Gate.ClosedException.class,
        (e, ctx) -> {
          ctx.header("Retry-After", "1");
          text(ctx, 503, e.getMessage());
        });
    routes.exception(
        RequestBodies.TooLargeException.class, (e, ctx) -> text(ctx, 413, e.getMessage()));
    routes.exception(
        RequestBodies.PackedException.class, (e, ctx) -> text(ctx, 415, e.getMessage()));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          if (e instanceof java.io.IOException) {
            log.debug("the client of {} {} went away", ctx.method(), RequestMetrics.route(ctx), e);
            text(ctx, 400, "the request broke off");
            return;
          }
          log.error("{} {} failed", ctx.method(), RequestMetrics.route(ctx), e);
          text(
              ctx,
              500,
              "an unexpected failure; the server's log tells more under " + RequestIds.of(ctx));
        });
    routes.error(404, ctx -> unlessAnswered(ctx, "no API at " + ShownPath.of(ctx)));
    routes.error(
        405,
        ctx ->
            unlessAnswered(
                ctx, "method " + ctx.method().name() + " is not allowed at " + ShownPath.of(ctx)));
  }

  private static void unlessAnswered(Context ctx, String message) {
    if (ctx.res().getContentType() == null || DefaultAnswers.isDefault(ctx)) {
      text(ctx, ctx.statusCode(), message);
    }
  }

  private static void text(Context ctx, int status, @Nullable String body) {
    ctx.status(status).contentType("text/plain; charset=utf-8").result(String.valueOf(body));
  }

  /**
   * Listens.
   *
   * @throws ConfigurationException if the address cannot be listened on
   */
  public void start() {
    try {
      javalin.start();
      sessions.start();
      renewals.ifPresent(RenewedCertificate::start);
    } catch (JavalinBindException e) {
      throw new ConfigurationException(
          "cannot listen on http.host %s, http.port %d: %s; stop what listens there, or set another"
              .formatted(
                  settings.host(),
                  settings.port(),
                  e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
    }
  }

  /** All that it answers to, such as {@code GET /healthz}, with variables as declared. */
  public SortedSet<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(route -> route.endpoint)
        .filter(route -> route.path.startsWith("/")) // the others go before and after all of them
        .map(route -> route.method.name() + " " + route.path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    renewals.ifPresent(RenewedCertificate::close);
    javalin.stop();
    sessions.close();
  }
}
