package org.strongroom.storage.driver.swift.session;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokens of Keystone, version 3, and the object store that its catalog names. */
final class KeystoneSessions implements SessionSource {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}|[0-9a-f]{64}");
  private static final String DEFAULT_DOMAIN = "default";
  private static final Duration SHORTEST = Duration.ofSeconds(2);

  private final AuthHttp http;
  private final InstantSource clock;
  private final SwiftAccess access;
  private final URI tokens;

  /**
   * @param base the address that ends with {@code /v3}
   */
  KeystoneSessions(AuthHttp http, InstantSource clock, SwiftAccess access, URI base) {
    this.http = http;
    this.clock = clock;
    this.access = access;
    this.tokens = URI.create(base + "/auth/tokens");
  }

  @Override
  public SwiftSession ask() throws StorageException {
    Instant asked = clock.instant();
    SwiftAnswer answer = http.postJson(tokens, request());
    if (answer.status() != 201 && answer.status() != 200) {
      throw AuthHttp.refused(tokens, answer);
    }
    JsonNode token = AuthHttp.json(tokens, answer).path("token");
    return SwiftSession.of(
        answer.header("X-Subject-Token").orElse(""), endpoint(token), asked, life(token), tokens);
  }

  private JsonNode request() {
    ObjectNode root = AuthHttp.JSON.createObjectNode();
    ObjectNode auth = root.putObject("auth");
    ObjectNode identity = auth.putObject("identity");
    switch (access.login()) {
      case SwiftLogin.Password login -> {
        identity.putArray("methods").add("password");
        ObjectNode user = identity.putObject("password").putObject("user");
        String domain = login.userDomain().orElse(DEFAULT_DOMAIN);
        name(user, login.username(), domain);
        user.put("password", login.password());
        login
            .project()
            .ifPresent(project ->
                name(
                    auth.putObject("scope").putObject("project"),
                    project,
                    login.projectDomain().orElse(domain)));
      }
      case SwiftLogin.ApplicationCredential(String id, String secret) -> {
        identity.putArray("methods").add("application_credential");
        identity.putObject("application_credential").put("id", id).put("secret", secret);
      }
    }
    return root;
  }

  private static void name(ObjectNode node, String nameOrId, String domain) {
    if (ID.matcher(nameOrId).matches()) {
      node.put("id", nameOrId);
      return;
    }
    node.put("name", nameOrId);
    boolean id = domain.equals(DEFAULT_DOMAIN) || ID.matcher(domain).matches();
    node.putObject("domain").put(id ? "id" : "name", domain);
  }

  /** By Keystone's own clock, whatever ours says. */
  private static Duration life(JsonNode token) {
    try {
      Duration life =
          Duration.between(
              Instant.parse(token.path("issued_at").asString("")),
              Instant.parse(token.path("expires_at").asString("")));
      return life.compareTo(SHORTEST) < 0 ? SHORTEST : life;
    } catch (DateTimeException e) {
      return Duration.ofMinutes(10); // a refused token is renewed anyhow
    }
  }

  private String endpoint(JsonNode token) throws StorageException {
    if (token.path("catalog").isEmpty()) {
      throw new StorageException(
          Reason.FAILED,
          tokens + " gives a token without a catalog: name the project whose containers are meant");
    }
    String wanted = access.endpointInterface().name().toLowerCase(Locale.ROOT);
    Optional<String> region = access.region();
    var regions = new TreeSet<String>();
    String found = "";
    for (JsonNode service : token.path("catalog")) {
      if (!service.path("type").asString("").equals("object-store")) {
        continue;
      }
      for (JsonNode endpoint : service.path("endpoints")) {
        if (!endpoint.path("interface").asString("").equals(wanted)) {
          continue;
        }
        String its = endpoint.path("region_id").asString(endpoint.path("region").asString(""));
        regions.add(its);
        if (found.isEmpty() && region.map(its::equals).orElse(true)) {
          found = endpoint.path("url").asString("");
        }
      }
    }
    if (found.isEmpty()) {
      throw new StorageException(
          Reason.FAILED,
          "the catalog of %s has no object store with a %s address%s; there is one in the regions %s"
              .formatted(
                  tokens,
                  wanted,
                  region.map(r -> " in the region '" + r + "'").orElse(""),
                  regions));
    }
    if (region.isEmpty() && regions.size() > 1) {
      throw new StorageException(
          Reason.FAILED,
          "the catalog of %s has object stores in the regions %s: name the one that is meant"
              .formatted(tokens, regions));
    }
    return found;
  }
}
