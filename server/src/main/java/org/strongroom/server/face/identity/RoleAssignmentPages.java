package org.strongroom.server.face.identity;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.api.inventory.RoleAssignmentInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.identity.Tokens;

/** Who has which role in which project. */
final class RoleAssignmentPages {
  private final Directory directory;
  private final Tokens tokens;
  private final PublicUrl publicUrl;
  private final IdentityAnswers answers;

  RoleAssignmentPages(
      Directory directory, Tokens tokens, PublicUrl publicUrl, IdentityAnswers answers) {
    this.directory = directory;
    this.tokens = tokens;
    this.publicUrl = publicUrl;
    this.answers = answers;
  }

  void register(RoutesConfig routes) {
    answers.register(routes, IdentityCall.LIST_ROLE_ASSIGNMENTS, this::list);
  }

  private void list(Context ctx) {
    Bearer bearer = Bearer.of(ctx, tokens);
    bearer.requireAdministrator("identity:list_role_assignments");
    String base = publicUrl.of(ctx);
    Optional<Names> names =
        isAsked(ctx, "include_names") ? Optional.of(names(bearer.caller())) : Optional.empty();
    List<Map<String, Object>> shown =
        directory.roleAssignments(bearer.caller()).stream()
            .filter(assignment -> wanted(assignment, ctx))
            .map(assignment -> shown(assignment, names, base))
            .toList();
    answers.send(
        ctx,
        200,
        Shown.object(
            "role_assignments",
            shown,
            "links",
            Shown.object(
                "next",
                null,
                "self",
                base + IdentityCall.LIST_ROLE_ASSIGNMENTS.path(),
                "previous",
                null)));
  }

  /** One assignment as it is shown without and with names. */
  static List<Map<String, Object>> examples(String uuid, String role, String base) {
    RoleAssignmentInventory assignment =
        new RoleAssignmentInventory(uuid, uuid, role, Instant.EPOCH);
    return List.of(
        shown(assignment, Optional.empty(), base),
        shown(assignment, Optional.of(new Names(Map.of(), Map.of())), base));
  }

  /** Groups and inherited roles do not exist, so whoever asks for those finds nothing. */
  private static boolean wanted(RoleAssignmentInventory assignment, Context ctx) {
    return isOrAny(ctx.queryParam("user.id"), assignment.accountUuid())
        && isOrAny(ctx.queryParam("scope.project.id"), assignment.projectUuid())
        && isOrAny(ctx.queryParam("role.id"), Shown.roleId(assignment.role()))
        && ctx.queryParam("group.id") == null
        && ctx.queryParam("scope.domain.id") == null
        && ctx.queryParam("scope.system") == null
        && ctx.queryParam("scope.OS-INHERIT:inherited_to") == null;
  }

  private static boolean isOrAny(@Nullable String asked, String value) {
    return asked == null || asked.replace("-", "").equals(value);
  }

  /** A flag counts unless it is said to be false, as in Keystone. */
  private static boolean isAsked(Context ctx, String flag) {
    String value = ctx.queryParam(flag);
    return value != null && !value.equals("0") && !value.equalsIgnoreCase("false");
  }

  private static Map<String, Object> shown(
      RoleAssignmentInventory assignment, Optional<Names> names, String base) {
    String role = assignment.role();
    String user = assignment.accountUuid();
    String project = assignment.projectUuid();
    return Shown.object(
        "role",
        names.isPresent()
            ? Shown.named(Shown.roleId(role), role)
            : Map.of("id", Shown.roleId(role)),
        "user",
        shown(user, names),
        "scope",
        Map.of("project", shown(project, names)),
        "links",
        Map.of(
            "assignment",
            "%s/v3/projects/%s/users/%s/roles/%s"
                .formatted(base, project, user, Shown.roleId(role))));
  }

  private static Map<String, Object> shown(String uuid, Optional<Names> names) {
    return names
        .map(known -> Shown.inDomain(uuid, known.of(uuid)))
        .orElseGet(() -> Map.of("id", uuid));
  }

  private Names names(Caller caller) {
    return new Names(
        directory.users(caller).stream()
            .collect(Collectors.toMap(AccountInventory::uuid, AccountInventory::name)),
        directory.projects(caller).stream()
            .collect(Collectors.toMap(ProjectInventory::uuid, ProjectInventory::name)));
  }

  private record Names(Map<String, String> users, Map<String, String> projects) {
    /** Empty for what went between two queries. */
    String of(String uuid) {
      return Optional.ofNullable(users.get(uuid))
          .or(() -> Optional.ofNullable(projects.get(uuid)))
          .orElse("");
    }
  }
}
