package org.strongroom.server.face.console.session;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.account.AccountService;
import org.strongroom.server.account.ConsoleSessions;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.secret.PasswordHash;

/**
 * Knows visitors by their cookie. The API's routes do not look at cookies, and the console does not
 * look at the API's header: no page of another site can have either call something.
 */
public final class Visitors {
  private static final String SECURED = "__Host-strongroom";

  /** Over plain HTTP on the machine itself browsers would not keep the other. */
  private static final String PLAIN = "strongroom";

  /** By which scripts of a page show the token of its session. */
  public static final String TOKEN_HEADER = "X-Console-Token";

  private static final Pattern SECRET = Pattern.compile("[0-9a-f]{64}");

  private final AccountService accounts;
  private final ConsoleSessions sessions;
  private final PublicUrl publicUrl;

  public Visitors(AccountService accounts, ConsoleSessions sessions, PublicUrl publicUrl) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.publicUrl = publicUrl;
  }

  /** Who asks; this keeps their session open. */
  public Optional<Visitor> using(Context ctx) {
    return secret(ctx)
        .flatMap(secret -> sessions.used(secret).map(caller -> visitor(caller, secret)));
  }

  /** Whose page asks by itself. */
  public Optional<Visitor> watching(Context ctx) {
    return secret(ctx)
        .flatMap(secret -> sessions.watched(secret).map(caller -> visitor(caller, secret)));
  }

  /**
   * Which sessions go on; this keeps none of them open.
   *
   * @param digests by which {@link Origin#session} knows them
   */
  public Set<String> goingOn(Set<String> digests) {
    return sessions.goingOn(digests);
  }

  /**
   * Who goes on with what they asked for, as they are at each time; empty once their session has
   * ended. While that goes on their session is in use.
   */
  public Supplier<Optional<Caller>> during(Context ctx) {
    Optional<String> secret = secret(ctx);
    return () -> secret.flatMap(sessions::used);
  }

  /**
   * Who asks by a script of a page, which shows the session's token in a header: no other site can
   * set that.
   *
   * @throws ApiException ID.1001 for anybody else
   */
  public Visitor scripted(Context ctx) {
    return using(ctx)
        .filter(visitor -> isOwnPage(ctx) && visitor.sent(ctx.header(TOKEN_HEADER)))
        .orElseThrow(() ->
            new ApiException(
                ErrorCode.INVALID_SESSION, "the session of the console has ended; log in again"));
  }

  private static Visitor visitor(Caller caller, String secret) {
    Origin.current().known(caller.accountUuid());
    return Visitor.of(caller, secret);
  }

  /**
   * Opens a session and sets its cookie. An older one of this browser ends.
   *
   * @throws ApiException ID.1000, ID.1006, ID.1007 as for the API
   */
  public void logIn(String name, String password, Context ctx) {
    String secret = sessions.open(accounts.authenticated(name, PasswordHash.sha512(password)));
    secret(ctx).ifPresent(sessions::close);
    setCookie(ctx, secret, ConsoleSessions.LONGEST.toSeconds());
  }

  /** Ends the session. */
  public void logOut(Context ctx) {
    secret(ctx).ifPresent(sessions::close);
    setCookie(ctx, "", 0);
  }

  private Optional<String> secret(Context ctx) {
    return Optional.ofNullable(ctx.cookie(cookieName(ctx)))
        .filter(value -> SECRET.matcher(value).matches());
  }

  private String cookieName(Context ctx) {
    return publicUrl.isSecured(ctx) ? SECURED : PLAIN;
  }

  private void setCookie(Context ctx, String value, long seconds) {
    ctx.res()
        .addHeader(
            "Set-Cookie",
            "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(
                    cookieName(ctx), value, seconds, publicUrl.isSecured(ctx) ? "; Secure" : ""));
  }

  /**
   * Whether passwords can be sent: by TLS, or without leaving this machine. A proxy tells of whom
   * it works for.
   */
  public boolean isSafe(Context ctx) {
    return publicUrl.isSecured(ctx)
        || (!publicUrl.isProxied(ctx) && isLoopback(ctx.req().getRemoteAddr()));
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether a request that changes something comes from a page of this server, by what browsers say
   * of it. Programs that say nothing have no cookie that somebody could use. Browsers leave the
   * origin of a page without referrer out ({@code null}), as they do that of others, and then only
   * the other header tells them apart.
   */
  public boolean isOwnPage(Context ctx) {
    String site = ctx.header("Sec-Fetch-Site");
    String origin = ctx.header("Origin");
    boolean told = "same-origin".equals(site);
    boolean sameOrigin =
        origin == null || (origin.equals("null") ? told : publicUrl.isOwnOrigin(origin, ctx));
    return (site == null || told) && sameOrigin;
  }
}
