package org.strongroom.server.face.identity;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.server.face.identity.IdentityAnswer.Shape;
import org.strongroom.server.identity.DomainRef;
import org.strongroom.server.identity.ProjectRef;
import org.strongroom.server.identity.Token;

/**
 * Examples of what the identity face answers, made by the code that makes the answers, so that the
 * OpenAPI document cannot tell of anything else.
 */
final class IdentitySamples {
  private static final String BASE = "https://strongroom.example";
  private static final String UUID = "0123456789abcdef0123456789abcdef";
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final ProjectRef WEB = new ProjectRef(UUID, "web");

  static final IdentitySample VERSION =
      new IdentitySample("ApiVersion", List.of(VersionPages.version(BASE)));
  static final IdentitySample IDENTITY_VERSION =
      new IdentitySample("IdentityVersion", List.of(VersionPages.identityVersion(BASE)));
  static final IdentitySample TOKEN =
      new IdentitySample(
          "IdentityToken", List.of(token(Optional.of(WEB)), token(Optional.empty())));
  static final IdentitySample SERVICE =
      new IdentitySample("IdentityService", List.of(Catalog.of(BASE, UUID).getFirst()));
  static final IdentitySample USER =
      new IdentitySample(
          "IdentityUser",
          List.of(Shown.user(new AccountInventory(UUID, "ann", "", "Normal", TIME, TIME), BASE)));
  static final IdentitySample PROJECT =
      new IdentitySample(
          "IdentityProject",
          List.of(Shown.project(new ProjectInventory(UUID, "web", "", true, TIME, TIME), BASE)));
  static final IdentitySample DOMAIN =
      new IdentitySample("IdentityDomain", List.of(Shown.domainWithLinks(BASE)));
  static final IdentitySample ROLE =
      new IdentitySample("IdentityRole", List.of(Shown.role(Token.READER, BASE)));
  static final IdentitySample ASSIGNMENT =
      new IdentitySample(
          "IdentityRoleAssignment", RoleAssignmentPages.examples(UUID, Token.READER, BASE));

  /** What {@link LogInBody} reads. */
  static final IdentitySample LOG_IN =
      new IdentitySample(
          "IdentityLogIn",
          List.of(
              logIn(
                  Map.of(
                      "methods",
                      List.of("password"),
                      "password",
                      Map.of(
                          "user",
                          Map.of("name", "ann", "domain", Shown.domain(), "password", "secret"))),
                  Map.of("project", Map.of("name", "web", "domain", Shown.domain()))),
              logIn(
                  Map.of(
                      "methods",
                      List.of("password"),
                      "password",
                      Map.of("user", Map.of("id", UUID, "password", "secret"))),
                  Map.of("project", Map.of("id", UUID))),
              logIn(
                  Map.of(
                      "methods",
                      List.of("password"),
                      "password",
                      Map.of(
                          "user",
                          Map.of(
                              "name",
                              "ann",
                              "domain",
                              Map.of("id", DomainRef.DEFAULT_ID),
                              "password",
                              "secret"))),
                  Map.of("unscoped", Map.of())),
              Map.of(
                  "auth",
                  Map.of(
                      "identity",
                      Map.of(
                          "methods",
                          List.of("token"),
                          "token",
                          Map.of("id", "the text of a token")))),
              logIn(
                  Map.of(
                      "methods",
                      List.of("password"),
                      "password",
                      Map.of(
                          "user",
                          Map.of(
                              "name",
                              "ann",
                              "domain",
                              Map.of("name", DomainRef.DEFAULT_NAME),
                              "password",
                              "secret"))),
                  Map.of())));

  private IdentitySamples() {}

  static IdentityAnswer projects() {
    return new IdentityAnswer(200, Shape.LIST, "projects", PROJECT);
  }

  static IdentityAnswer domains() {
    return new IdentityAnswer(200, Shape.LIST, "domains", DOMAIN);
  }

  /** Without a scope if that is empty. */
  private static Map<String, Object> logIn(
      Map<String, Object> identity, Map<String, Object> scope) {
    return Map.of(
        "auth",
        scope.isEmpty()
            ? Map.of("identity", identity)
            : Map.of("identity", identity, "scope", scope));
  }

  @SuppressWarnings("unchecked") // a body of its own making
  private static Map<String, Object> token(Optional<ProjectRef> project) {
    Set<String> roles = project.isPresent() ? Set.of(Token.READER) : Set.of();
    Token token = new Token(UUID, "ann", project, roles, false, TIME, TIME, "audit");
    return (Map<String, Object>)
        requireNonNull(TokenBody.of(token, "password", true, BASE).get("token"));
  }
}
