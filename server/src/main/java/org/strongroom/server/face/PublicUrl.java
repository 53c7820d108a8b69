package org.strongroom.server.face;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where clients reach the server: as configured, else as the request at hand says. */
public final class PublicUrl {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~%\\-]+|\\[[0-9A-Fa-f:.%]+]");
  private static final Pattern PORT = Pattern.compile("(:[0-9]{1,5})?");

  private final Optional<URI> configured;

  public PublicUrl(Optional<URI> configured) {
    this.configured = configured;
  }

  /** Such as {@code https://backup.example.com:8080}, without a slash at the end. */
  public String of(Context ctx) {
    return configured.map(URI::toString).orElseGet(() -> scheme(ctx) + "://" + host(ctx));
  }

  /** A proxy that ends TLS says so. */
  private static String scheme(Context ctx) {
    String forwarded = ctx.header("X-Forwarded-Proto");
    if ("https".equalsIgnoreCase(forwarded)) {
      return "https";
    }
    return "http".equalsIgnoreCase(forwarded) ? "http" : ctx.scheme();
  }

  private static String host(Context ctx) {
    String host = ctx.host();
    if (host != null) {
      int colon = host.lastIndexOf(':');
      int end = colon > host.lastIndexOf(']') ? colon : host.length();
      if (HOST.matcher(host.substring(0, end)).matches()
          && PORT.matcher(host.substring(end)).matches()) {
        return host;
      }
    }
    return ctx.req().getLocalName() + ":" + ctx.req().getLocalPort();
  }
}
