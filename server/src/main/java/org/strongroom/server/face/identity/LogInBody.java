package org.strongroom.server.face.identity;

import java.util.List;
import java.util.Optional;
import org.strongroom.server.identity.Credentials;
import org.strongroom.server.identity.DomainRef;
import org.strongroom.server.identity.Named;
import org.strongroom.server.identity.TokenScope;

/**
 * What {@code POST /v3/auth/tokens} asks for.
 *
 * @param method {@code password} or {@code token}
 */
record LogInBody(String method, Credentials credentials, TokenScope scope) {
  private static final List<String> SCOPES =
      List.of("project", "domain", "system", "unscoped", "OS-TRUST:trust");

  static LogInBody read(byte[] body) {
    BodyPart auth = BodyPart.read(body).part("auth");
    BodyPart identity = auth.part("identity");
    List<String> methods = identity.texts("methods").stream().distinct().toList();
    if (methods.isEmpty()) {
      throw IdentityException.badRequest("auth.identity.methods is empty.");
    }
    TokenScope scope = scope(auth);
    if (methods.size() > 1) {
      throw IdentityException.unsupportedMethod();
    }
    return switch (methods.getFirst()) {
      case "password" -> new LogInBody("password", password(identity), scope);
      case "token" ->
          new LogInBody("token", new Credentials.ByToken(identity.part("token").text("id")), scope);
      default -> throw IdentityException.unsupportedMethod();
    };
  }

  private static Credentials password(BodyPart identity) {
    BodyPart user = identity.part("password").part("user");
    return new Credentials.ByPassword(named(user), user.text("password"));
  }

  private static TokenScope scope(BodyPart auth) {
    if (auth.isText("scope")) {
      if (auth.text("scope").equals("unscoped")) {
        return new TokenScope.Unscoped();
      }
      throw IdentityException.badRequest("auth.scope has to be an object, or 'unscoped'.");
    }
    Optional<BodyPart> scope = auth.optionalPart("scope");
    return scope.isPresent() ? scope(scope.get(), scope.get().names()) : new TokenScope.Unscoped();
  }

  private static TokenScope scope(BodyPart scope, List<String> names) {
    if (names.size() != 1 || !SCOPES.containsAll(names)) {
      throw IdentityException.badRequest(
          "auth.scope has to hold exactly one of " + String.join(", ", SCOPES) + ".");
    }
    BodyPart only = scope.part(names.getFirst());
    return switch (names.getFirst()) {
      case "project" -> new TokenScope.Project(named(only));
      case "unscoped" -> new TokenScope.Unscoped();
      default -> new TokenScope.Elsewhere();
    };
  }

  /** By an id, which needs no domain, or by a name, which does. */
  private static Named named(BodyPart part) {
    Optional<String> id = part.optionalText("id");
    if (id.isPresent()) {
      return new Named.ById(id.get());
    }
    Optional<String> name = part.optionalText("name");
    if (name.isEmpty()) {
      throw IdentityException.badRequest(part.path() + " needs an id, or a name and a domain.");
    }
    BodyPart domain = part.part("domain");
    DomainRef named = new DomainRef(domain.optionalText("id"), domain.optionalText("name"));
    if (named.id().isEmpty() && named.name().isEmpty()) {
      throw IdentityException.badRequest(domain.path() + " needs an id or a name.");
    }
    return new Named.ByName(name.get(), named);
  }
}
