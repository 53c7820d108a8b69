package org.strongroom.server.face.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.identity.ProjectRef;
import org.strongroom.server.identity.Token;

/** A token as the Identity API shows it. */
final class TokenBody {
  private TokenBody() {}

  /**
   * The body of an answer.
   *
   * @param method by which it was got
   * @param catalog whether to show the services, too
   */
  static Map<String, Object> of(Token token, String method, boolean catalog, String base) {
    Map<String, Object> user =
        new LinkedHashMap<>(Shown.inDomain(token.userId(), token.userName()));
    user.putAll(Shown.object("password_expires_at", null));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("methods", List.of(method));
    shown.put("user", user);
    shown.put("audit_ids", List.of(token.auditId()));
    shown.put("expires_at", Shown.time(token.expires()));
    shown.put("issued_at", Shown.time(token.issued()));
    token.project().ifPresent(project -> addProject(shown, project, token));
    if (catalog) {
      token.project().ifPresent(project -> shown.put("catalog", Catalog.of(base, project.uuid())));
    }
    return Map.of("token", shown);
  }

  private static void addProject(Map<String, Object> shown, ProjectRef project, Token token) {
    shown.put("project", Shown.inDomain(project.uuid(), project.name()));
    shown.put("is_domain", false);
    shown.put("is_admin_project", project.uuid().equals(Caller.ADMIN_PROJECT));
    shown.put(
        "roles",
        token.roles().stream().map(role -> Shown.named(Shown.roleId(role), role)).toList());
  }
}
