package org.strongroom.storage.driver.swift.session;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** Tokens of TempAuth, and of others that speak version 1. */
final class TempAuthSessions implements SessionSource {
  private static final Duration USUAL_LIFE = Duration.ofHours(1);

  private final AuthHttp http;
  private final InstantSource clock;
  private final SwiftAccess access;

  TempAuthSessions(AuthHttp http, InstantSource clock, SwiftAccess access) {
    this.http = http;
    this.clock = clock;
    this.access = access;
  }

  @Override
  public SwiftSession ask() throws StorageException {
    if (!(access.login() instanceof SwiftLogin.Password login)) {
      throw new StorageException(
          Reason.CREDENTIALS_REJECTED,
          access.authUrl() + " is of TempAuth, which knows no application credentials");
    }
    Instant asked = clock.instant();
    SwiftAnswer answer =
        http.get(
            access.authUrl(),
            Map.of(
                "X-Auth-User",
                sendable("user name", login.username()),
                "X-Auth-Key",
                sendable("key", login.password())));
    if (answer.status() / 100 != 2) {
      throw AuthHttp.refused(access.authUrl(), answer);
    }
    String storage = answer.header("X-Storage-Url").orElse("");
    return SwiftSession.of(
        answer.header("X-Auth-Token").orElse(""),
        sameScheme(storage),
        asked,
        life(answer),
        access.authUrl());
  }

  /** Bytes of UTF-8, which a header carries as they are. */
  private static String sendable(String what, String text) throws StorageException {
    if (!text.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new StorageException(
          Reason.CREDENTIALS_REJECTED,
          "a " + what + " of TempAuth has printable ASCII characters only");
    }
    return text;
  }

  /** A proxy behind something that speaks TLS for it does not know its own address. */
  private String sameScheme(String storage) {
    URI auth = access.authUrl();
    String plain = "http://" + auth.getRawAuthority() + "/";
    return "https".equalsIgnoreCase(auth.getScheme()) && storage.startsWith(plain)
        ? "https" + storage.substring("http".length())
        : storage;
  }

  private static Duration life(SwiftAnswer answer) {
    String text = answer.header("X-Auth-Token-Expires").orElse("").strip();
    return text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text)) : USUAL_LIFE;
  }
}
