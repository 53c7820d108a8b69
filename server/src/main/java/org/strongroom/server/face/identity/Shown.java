package org.strongroom.server.face.identity;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.identity.DomainRef;
import org.strongroom.server.identity.Token;

/** Users, projects, domains and roles as the Identity API shows them. */
final class Shown {
  static final List<String> ROLES = List.of(Token.ADMIN, Token.READER);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Shown() {}

  /** An object with these names and values in this order. */
  static Map<String, Object> object(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(object);
  }

  static String time(Instant time) {
    return TIME.format(time);
  }

  /** A thing by id and name. */
  static Map<String, Object> named(String id, String name) {
    return object("id", id, "name", name);
  }

  /** A thing of the domain by id and name. */
  static Map<String, Object> inDomain(String id, String name) {
    return object("id", id, "name", name, "domain", domain());
  }

  static Map<String, Object> domain() {
    return named(DomainRef.DEFAULT_ID, DomainRef.DEFAULT_NAME);
  }

  static Map<String, Object> domainWithLinks(String base) {
    return object(
        "id",
        DomainRef.DEFAULT_ID,
        "name",
        DomainRef.DEFAULT_NAME,
        "description",
        "The only domain",
        "enabled",
        true,
        "tags",
        List.of(),
        "options",
        Map.of(),
        "links",
        self(base + "/v3/domains/" + DomainRef.DEFAULT_ID));
  }

  static Map<String, Object> project(ProjectInventory project, String base) {
    return object(
        "id", project.uuid(),
        "name", project.name(),
        "domain_id", DomainRef.DEFAULT_ID,
        "description", project.description() == null ? "" : project.description(),
        "enabled", project.enabled(),
        "parent_id", DomainRef.DEFAULT_ID,
        "is_domain", false,
        "tags", List.of(),
        "options", Map.of(),
        "links", self(base + "/v3/projects/" + project.uuid()));
  }

  static Map<String, Object> user(AccountInventory account, String base) {
    return object(
        "id",
        account.uuid(),
        "name",
        account.name(),
        "domain_id",
        DomainRef.DEFAULT_ID,
        "description",
        account.description() == null ? "" : account.description(),
        "enabled",
        true,
        "password_expires_at",
        null,
        "options",
        Map.of(),
        "links",
        self(base + "/v3/users/" + account.uuid()));
  }

  static String roleId(String role) {
    return Uuid.derived("role " + role);
  }

  static Map<String, Object> role(String role, String base) {
    return object(
        "id",
        roleId(role),
        "name",
        role,
        "domain_id",
        null,
        "description",
        null,
        "options",
        Map.of(),
        "links",
        self(base + "/v3/roles/" + roleId(role)));
  }

  static Map<String, Object> self(String url) {
    return Map.of("self", url);
  }
}
