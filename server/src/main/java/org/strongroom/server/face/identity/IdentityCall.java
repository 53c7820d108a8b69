package org.strongroom.server.face.identity;

import java.util.List;
import java.util.Optional;
import org.strongroom.server.face.identity.IdentityAnswer.Shape;

/**
 * The calls of the identity face, each declared once: the routes and the OpenAPI document are made
 * from it. What is read by GET is answered to HEAD, too, without its body.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists and examples are never changed
public enum IdentityCall {
  LIST_VERSIONS(
      "GET",
      "/v3",
      For.ANYBODY,
      "Tells the versions, in the form of the volume API, which shares this path.",
      new IdentityAnswer(200, Shape.LIST_ALONE, "versions", IdentitySamples.VERSION)),
  LIST_IDENTITY_VERSIONS(
      "GET",
      "/identity",
      For.ANYBODY,
      "Tells the versions, for clients that read the form of the identity service alone.",
      new IdentityAnswer(300, Shape.VALUES, "versions", IdentitySamples.IDENTITY_VERSION)),
  LOG_IN(
      "POST",
      "/v3/auth/tokens",
      For.ANYBODY,
      "Gives a token for a name and a password, or for another token; it is in X-Subject-Token.",
      new IdentityAnswer(201, Shape.ONE, "token", IdentitySamples.TOKEN),
      "nocatalog"),
  SHOW_TOKEN(
      "GET",
      "/v3/auth/tokens",
      For.SUBJECT,
      "Tells whose the token in X-Subject-Token is, and for what.",
      new IdentityAnswer(200, Shape.ONE, "token", IdentitySamples.TOKEN),
      "nocatalog"),
  REVOKE_TOKEN(
      "DELETE",
      "/v3/auth/tokens",
      For.SUBJECT,
      "Ends the token in X-Subject-Token.",
      IdentityAnswer.NOTHING),
  SHOW_CATALOG(
      "GET",
      "/v3/auth/catalog",
      For.BEARERS,
      "Lists the services that the token's project finds here.",
      new IdentityAnswer(200, Shape.LIST_WITH_SELF, "catalog", IdentitySamples.SERVICE)),
  LIST_OWN_PROJECTS(
      "GET",
      "/v3/auth/projects",
      For.BEARERS,
      "Lists the enabled projects in which the caller has a role.",
      IdentitySamples.projects(),
      IdentityFilters.NAMES),
  LIST_OWN_DOMAINS(
      "GET",
      "/v3/auth/domains",
      For.BEARERS,
      "Lists the domains that the caller may use: the only one.",
      IdentitySamples.domains(),
      IdentityFilters.NAMES),
  LIST_USERS(
      "GET",
      "/v3/users",
      For.ADMINISTRATORS,
      "Lists the users.",
      new IdentityAnswer(200, Shape.LIST, "users", IdentitySamples.USER),
      IdentityFilters.NAMES),
  SHOW_USER(
      "GET",
      "/v3/users/{id}",
      For.BEARERS,
      "Shows a user that the caller may see.",
      new IdentityAnswer(200, Shape.ONE, "user", IdentitySamples.USER)),
  LIST_PROJECTS_OF_USER(
      "GET",
      "/v3/users/{id}/projects",
      For.BEARERS,
      "Lists the projects in which a user has a role: to itself and to administrators.",
      IdentitySamples.projects(),
      IdentityFilters.NAMES),
  LIST_PROJECTS(
      "GET",
      "/v3/projects",
      For.ADMINISTRATORS,
      "Lists the projects.",
      IdentitySamples.projects(),
      IdentityFilters.NAMES),
  SHOW_PROJECT(
      "GET",
      "/v3/projects/{id}",
      For.BEARERS,
      "Shows a project that the caller may see.",
      new IdentityAnswer(200, Shape.ONE, "project", IdentitySamples.PROJECT)),
  LIST_DOMAINS(
      "GET",
      "/v3/domains",
      For.BEARERS,
      "Lists the domains: the only one.",
      IdentitySamples.domains(),
      IdentityFilters.NAMES),
  SHOW_DOMAIN(
      "GET",
      "/v3/domains/{id}",
      For.BEARERS,
      "Shows a domain.",
      new IdentityAnswer(200, Shape.ONE, "domain", IdentitySamples.DOMAIN)),
  LIST_ROLES(
      "GET",
      "/v3/roles",
      For.BEARERS,
      "Lists the roles.",
      new IdentityAnswer(200, Shape.LIST, "roles", IdentitySamples.ROLE),
      IdentityFilters.NAMES),
  SHOW_ROLE(
      "GET",
      "/v3/roles/{id}",
      For.BEARERS,
      "Shows a role.",
      new IdentityAnswer(200, Shape.ONE, "role", IdentitySamples.ROLE)),
  LIST_ROLE_ASSIGNMENTS(
      "GET",
      "/v3/role_assignments",
      For.ADMINISTRATORS,
      "Lists who has which role in which project.",
      new IdentityAnswer(200, Shape.LIST, "role_assignments", IdentitySamples.ASSIGNMENT),
      IdentityFilters.ASSIGNMENTS);

  /** Who may make a call. */
  public enum For {
    /** Who has no token, too. */
    ANYBODY("Needs no token."),
    /** Whoever has a token. */
    BEARERS("For every token."),
    /** Whoever has a token, about another token that is named in a header. */
    SUBJECT("For the user whose token it is, and for administrators."),
    /** Administrators of the project {@code admin}. */
    ADMINISTRATORS("For administrators of the project admin.");

    private final String words;

    For(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private final String method;
  private final String path;
  private final For who;
  private final String summary;
  private final IdentityAnswer answer;
  private final List<String> filters;

  IdentityCall(
      String method,
      String path,
      For who,
      String summary,
      IdentityAnswer answer,
      String... filters) {
    this.method = method;
    this.path = path;
    this.who = who;
    this.summary = summary;
    this.answer = answer;
    this.filters = List.of(filters);
  }

  public String method() {
    return method;
  }

  /** With variables in braces. */
  public String path() {
    return path;
  }

  public For who() {
    return who;
  }

  public String summary() {
    return summary;
  }

  public IdentityAnswer answer() {
    return answer;
  }

  /** The parameters of the query that are heeded; all may be left out. */
  public List<String> filters() {
    return filters;
  }

  /** Bodies that the call takes, one of each form; empty if it takes none. */
  public Optional<IdentitySample> body() {
    return this == LOG_IN ? Optional.of(IdentitySamples.LOG_IN) : Optional.empty();
  }
}
