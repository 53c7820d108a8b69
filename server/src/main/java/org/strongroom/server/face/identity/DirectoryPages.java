package org.strongroom.server.face.identity;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.identity.DomainRef;
import org.strongroom.server.identity.Tokens;

/** Users, projects, domains and roles, to be read. They are changed by operations. */
final class DirectoryPages {
  private final Directory directory;
  private final Tokens tokens;
  private final PublicUrl publicUrl;
  private final IdentityAnswers answers;

  DirectoryPages(Directory directory, Tokens tokens, PublicUrl publicUrl, IdentityAnswers answers) {
    this.directory = directory;
    this.tokens = tokens;
    this.publicUrl = publicUrl;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    answers.register(routes, IdentityCall.LIST_OWN_PROJECTS, this::ownProjects);
    answers.register(routes, IdentityCall.LIST_OWN_DOMAINS, this::domains);
    answers.register(routes, IdentityCall.LIST_USERS, this::users);
    answers.register(routes, IdentityCall.SHOW_USER, this::user);
    answers.register(routes, IdentityCall.LIST_PROJECTS_OF_USER, this::projectsOfUser);
    answers.register(routes, IdentityCall.LIST_PROJECTS, this::projects);
    answers.register(routes, IdentityCall.SHOW_PROJECT, this::project);
    answers.register(routes, IdentityCall.LIST_DOMAINS, this::domains);
    answers.register(routes, IdentityCall.SHOW_DOMAIN, this::domain);
    answers.register(routes, IdentityCall.LIST_ROLES, this::roles);
    answers.register(routes, IdentityCall.SHOW_ROLE, this::role);
  }

  private void ownProjects(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    List<ProjectInventory> own =
        directory.projectsOf(bearer.token().userId(), bearer.caller()).stream()
            .filter(ProjectInventory::enabled)
            .toList();
    sendProjects(ctx, own);
  }

  private void projectsOfUser(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    String user = uuid(ctx);
    bearer.requireAdministratorOr(user, "identity:list_user_projects");
    if (directory.user(user, bearer.caller()).isEmpty()) {
      throw notFound("user", ctx);
    }
    sendProjects(ctx, directory.projectsOf(user, bearer.caller()));
  }

  private void projects(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    bearer.requireAdministrator("identity:list_projects");
    sendProjects(ctx, directory.projects(bearer.caller()));
  }

  private void sendProjects(Context ctx, List<ProjectInventory> projects) {
    String base = publicUrl.of(ctx);
    list(ctx, "projects", projects.stream().map(p -> Shown.project(p, base)).toList());
  }

  private void project(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    ProjectInventory project =
        directory.project(uuid(ctx), bearer.caller()).orElseThrow(() -> notFound("project", ctx));
    answers.send(ctx, 200, Map.of("project", Shown.project(project, publicUrl.of(ctx))));
  }

  private void users(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    bearer.requireAdministrator("identity:list_users");
    String base = publicUrl.of(ctx);
    list(
        ctx,
        "users",
        directory.users(bearer.caller()).stream().map(u -> Shown.user(u, base)).toList());
  }

  private void user(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    answers.send(
        ctx,
        200,
        directory
            .user(uuid(ctx), bearer.caller())
            .map(user -> Map.of("user", Shown.user(user, publicUrl.of(ctx))))
            .orElseThrow(() -> notFound("user", ctx)));
  }

  private void domains(Context ctx) {
    Bearer.of(ctx, tokens);
    list(ctx, "domains", List.of(Shown.domainWithLinks(publicUrl.of(ctx))));
  }

  private void domain(Context ctx) {
    Bearer.of(ctx, tokens);
    if (!ctx.pathParam("id").equals(DomainRef.DEFAULT_ID)) {
      throw notFound("domain", ctx);
    }
    answers.send(ctx, 200, Map.of("domain", Shown.domainWithLinks(publicUrl.of(ctx))));
  }

  private void roles(Context ctx) {
    Bearer.of(ctx, tokens);
    String base = publicUrl.of(ctx);
    list(ctx, "roles", Shown.ROLES.stream().map(role -> Shown.role(role, base)).toList());
  }

  private void role(Context ctx) {
    Bearer.of(ctx, tokens);
    String role =
        Shown.ROLES.stream()
            .filter(known -> Shown.roleId(known).equals(uuid(ctx)))
            .findFirst()
            .orElseThrow(() -> notFound("role", ctx));
    answers.send(ctx, 200, Map.of("role", Shown.role(role, publicUrl.of(ctx))));
  }

  /** Those rows that have the values which the query asks for. */
  private void list(Context ctx, String noun, List<Map<String, Object>> rows) {
    List<Map<String, Object>> wanted =
        rows.stream()
            .filter(row ->
                Arrays.stream(IdentityFilters.NAMES)
                    .allMatch(field -> matches(ctx.queryParam(field), row, field)))
            .toList();
    String self = publicUrl.of(ctx) + ctx.path();
    answers.send(
        ctx,
        200,
        Shown.object(
            noun, wanted, "links", Shown.object("next", null, "self", self, "previous", null)));
  }

  private static boolean matches(@Nullable String asked, Map<String, Object> row, String field) {
    if (asked == null || !row.containsKey(field)) {
      return true;
    }
    String value = Objects.toString(row.get(field), "");
    return field.equals("enabled") ? value.equalsIgnoreCase(asked) : value.equals(asked);
  }

  private static String uuid(Context ctx) {
    return ctx.pathParam("id").replace("-", "").toLowerCase(Locale.ROOT);
  }

  private static IdentityException notFound(String noun, Context ctx) {
    return IdentityException.notFound(noun, ctx.pathParam("id"));
  }
}
