package org.strongroom.server.identity;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.strongroom.server.caller.Uuid;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads Keystone's description of a token. */
final class KeystoneToken {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private KeystoneToken() {}

  /** The token; empty if this is no description of one. */
  static Optional<Token> read(byte[] description) {
    try {
      return Optional.of(read(JSON.readTree(description).path("token")));
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Token read(JsonNode token) {
    Optional<ProjectRef> project =
        token.path("project").isObject()
            ? Optional.of(project(token.path("project")))
            : Optional.empty();
    Set<String> roles = project.isPresent() ? roles(token.path("roles")) : Set.of();
    return new Token(
        userId(text(token.path("user").path("id"))),
        text(token.path("user").path("name")),
        project,
        roles,
        roles.contains(Token.ADMIN), // that service is trusted with everything
        Instant.parse(text(token.path("issued_at"))),
        Instant.parse(text(token.path("expires_at"))),
        token.path("audit_ids").path(0).asString(""));
  }

  /** Never that of an account here, which may happen to have the same. */
  private static String userId(String id) {
    return Uuid.derived("keystone user " + id);
  }

  private static ProjectRef project(JsonNode project) {
    String id = text(project.path("id"));
    String plain = id.replace("-", "").toLowerCase(Locale.ROOT);
    return new ProjectRef(
        Uuid.isUuid(plain) ? plain : Uuid.derived("keystone project " + id),
        text(project.path("name")).replaceAll("\\p{Cntrl}", " "));
  }

  /** The roles known here. Whoever may change things in Keystone's eyes may read them in ours. */
  private static Set<String> roles(JsonNode roles) {
    Set<String> known = new TreeSet<>();
    roles.forEach(role -> {
      switch (role.path("name").asString("").toLowerCase(Locale.ROOT)) {
        case Token.ADMIN -> known.add(Token.ADMIN);
        case Token.READER, "member" -> known.add(Token.READER);
        default -> {} // of no use here
      }
    });
    return known;
  }

  private static String text(JsonNode node) {
    if (!node.isString() || node.stringValue().isBlank()) {
      throw new IllegalArgumentException("a text is missing");
    }
    return node.stringValue();
  }
}
