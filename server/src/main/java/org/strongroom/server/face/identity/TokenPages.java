package org.strongroom.server.face.identity;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.identity.IssuedToken;
import org.strongroom.server.identity.LogIns;
import org.strongroom.server.identity.ProjectRef;
import org.strongroom.server.identity.Token;
import org.strongroom.server.identity.Tokens;

/** Tokens: given, shown, revoked; and the services that they lead to. */
final class TokenPages {
  private static final String SUBJECT = "X-Subject-Token";

  private final Tokens tokens;
  private final LogIns logIns;
  private final RequestBodies bodies;
  private final PublicUrl publicUrl;
  private final IdentityAnswers answers;

  TokenPages(
      Tokens tokens,
      LogIns logIns,
      RequestBodies bodies,
      PublicUrl publicUrl,
      IdentityAnswers answers) {
    this.tokens = tokens;
    this.logIns = logIns;
    this.bodies = bodies;
    this.publicUrl = publicUrl;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    answers.register(routes, IdentityCall.LOG_IN, this::logIn);
    answers.register(routes, IdentityCall.SHOW_TOKEN, this::show);
    answers.register(routes, IdentityCall.REVOKE_TOKEN, this::revoke);
    answers.register(routes, IdentityCall.SHOW_CATALOG, this::catalog);
  }

  private void logIn(Context ctx) throws IOException {
    LogInBody asked = LogInBody.read(bodies.read(ctx, false));
    IssuedToken issued = logIns.logIn(asked.credentials(), asked.scope());
    ctx.header(SUBJECT, issued.text());
    send(ctx, 201, issued.token(), asked.method());
  }

  private void show(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    String subject = subject(ctx);
    Token token = found(bearer, tokens.find(subject), "identity:validate_token");
    ctx.header(SUBJECT, subject);
    send(ctx, 200, token, "password");
  }

  private void send(Context ctx, int status, Token token, String method) {
    boolean catalog = !ctx.queryParamMap().containsKey("nocatalog");
    answers.send(ctx, status, TokenBody.of(token, method, catalog, publicUrl.of(ctx)));
  }

  private void revoke(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    String subject = subject(ctx);
    found(bearer, tokens.find(subject), "identity:revoke_token");
    if (!tokens.revoke(subject, bearer.caller().accountUuid())) {
      throw notFound(); // the external Keystone's, or just revoked
    }
    ctx.status(204);
  }

  /** Only administrators and the user itself learn of a token. */
  private static Token found(Bearer bearer, Optional<Token> subject, String operation) {
    Token token = subject.orElseThrow(TokenPages::notFound);
    bearer.requireAdministratorOr(token.userId(), operation);
    return token;
  }

  private static IdentityException notFound() {
    return IdentityException.notFound("token", "the one in " + SUBJECT);
  }

  private static String subject(Context ctx) {
    return Optional.ofNullable(ctx.header(SUBJECT))
        .orElseThrow(() -> IdentityException.badRequest("The header " + SUBJECT + " is missing."));
  }

  private void catalog(Context ctx) {
    String project =
        Bearer.of(ctx, tokens)
            .token()
            .project()
            .map(ProjectRef::uuid)
            .orElseThrow(() -> IdentityException.forbidden("identity:get_auth_catalog"));
    String base = publicUrl.of(ctx);
    List<Map<String, Object>> services = Catalog.of(base, project);
    answers.send(
        ctx,
        200,
        Shown.object(
            "catalog", services, "links", Shown.self(base + IdentityCall.SHOW_CATALOG.path())));
  }
}
