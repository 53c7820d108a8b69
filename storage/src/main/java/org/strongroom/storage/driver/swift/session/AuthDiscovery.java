package org.strongroom.storage.driver.swift.session;

import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import tools.jackson.databind.JsonNode;

/**
 * Finds out by the address, and if that does not tell it by asking, which identity service it is.
 */
public final class AuthDiscovery implements SessionSource {
  private final AuthHttp http;
  private final InstantSource clock;
  private final SwiftAccess access;
  private volatile @Nullable SessionSource found;

  public AuthDiscovery(AuthHttp http, InstantSource clock, SwiftAccess access) {
    this.http = http;
    this.clock = clock;
    this.access = access;
  }

  @Override
  public SwiftSession ask() throws StorageException {
    SessionSource source = found;
    if (source == null) {
      source = find();
      found = source;
    }
    SwiftSession session = source.ask();
    boolean loses =
        "https".equalsIgnoreCase(access.authUrl().getScheme())
            && "http".equalsIgnoreCase(session.storage().getScheme())
            && access.endpointInterface() == SwiftAccess.Interface.PUBLIC;
    if (loses) {
      throw new StorageException(
          Reason.FAILED,
          "%s names the object store %s, where the token would go unencrypted; choose the internal"
                  .formatted(access.authUrl(), session.storage())
              + " address if that is meant");
    }
    return session;
  }

  private SessionSource find() throws StorageException {
    String url = access.authUrl().toString().replaceFirst("/+$", "");
    if (url.matches(".*/v1(\\.0)?")) {
      return new TempAuthSessions(http, clock, access);
    }
    if (url.endsWith("/v3")) {
      return keystone(url);
    }
    if (url.endsWith("/v3/auth/tokens")) {
      return keystone(url.substring(0, url.length() - "/auth/tokens".length()));
    }
    SwiftAnswer answer = http.get(URI.create(url + "/"), Map.of("Accept", "application/json"));
    if (answer.status() == 200 || answer.status() == 300) {
      JsonNode versions = AuthHttp.json(access.authUrl(), answer).path("versions");
      for (JsonNode version : versions.has("values") ? versions.path("values") : versions) {
        // Its links are not followed: a password goes to the address that was given alone.
        if (version.path("id").asString("").startsWith("v3")) {
          return keystone(url + "/v3");
        }
      }
    } else if (answer.status() >= 500) {
      throw AuthHttp.refused(access.authUrl(), answer);
    }
    throw new StorageException(
        Reason.FAILED,
        "%s is neither a Keystone with version 3 nor a TempAuth: their addresses end with /v3 or /auth/v1.0; it answers %s"
            .formatted(access.authUrl(), answer.told()));
  }

  private SessionSource keystone(String base) {
    return new KeystoneSessions(http, clock, access, URI.create(base));
  }
}
