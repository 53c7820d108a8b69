package org.strongroom.server.face;

import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.face.connection.Sources;

/** Where clients reach the server: as configured, else as the request at hand says. */
public final class PublicUrl {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~%\\-]+|\\[[0-9A-Fa-f:.%]+]");
  private static final int LONGEST_HOST = 300;
  private static final Pattern PORT = Pattern.compile("(:[0-9]{1,5})?");

  private final Optional<URI> configured;
  private final Sources sources;

  /** A server without proxies before it. */
  public PublicUrl(Optional<URI> configured) {
    this(configured, new Sources(List.of()));
  }

  /**
   * A server that may have proxies before it.
   *
   * @param sources knows the proxies whose word counts
   */
  public PublicUrl(Optional<URI> configured, Sources sources) {
    this.configured = configured;
    this.sources = sources;
  }

  /** Such as {@code https://backup.example.com:8080}, without a slash at the end. */
  public String of(Context ctx) {
    return configured.map(URI::toString).orElseGet(() -> scheme(ctx) + "://" + host(ctx));
  }

  private boolean proxied(Context ctx) {
    return sources.isTrusted(ctx.req().getRemoteAddr());
  }

  /** Whether the client's connection is secured by TLS, here or at a trusted proxy. */
  public boolean isSecured(Context ctx) {
    return scheme(ctx).equals("https");
  }

  /** Whether this is where the request's client reached the server, as its {@code Origin} tells. */
  public boolean isOwnOrigin(String origin, Context ctx) {
    return origin.equals(scheme(ctx) + "://" + host(ctx)) || origin.equals(originOf(of(ctx)));
  }

  private static String originOf(String url) {
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** Whether a trusted proxy brought the request. */
  public boolean isProxied(Context ctx) {
    return proxied(ctx);
  }

  /** A proxy that ends TLS says so. */
  private String scheme(Context ctx) {
    String forwarded = proxied(ctx) ? ctx.header("X-Forwarded-Proto") : null;
    if ("https".equalsIgnoreCase(forwarded)) {
      return "https";
    }
    return "http".equalsIgnoreCase(forwarded) ? "http" : ctx.scheme();
  }

  private String host(Context ctx) {
    String forwarded = proxied(ctx) ? ctx.header("X-Forwarded-Host") : null;
    for (String host : new @Nullable String[] {forwarded, ctx.host()}) {
      if (host != null && isHost(host)) {
        return host;
      }
    }
    return ctx.req().getLocalName() + ":" + ctx.req().getLocalPort();
  }

  private static boolean isHost(String host) {
    int colon = host.lastIndexOf(':');
    int end = colon > host.lastIndexOf(']') ? colon : host.length();
    return host.length() <= LONGEST_HOST
        && HOST.matcher(host.substring(0, end)).matches()
        && PORT.matcher(host.substring(end)).matches();
  }
}
