package org.strongroom.server.face.console.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.secret.TextDigest;

/**
 * Somebody who has logged in to the console.
 *
 * @param token goes with each form of the session: another site cannot know it
 */
public record Visitor(Caller caller, String token) {
  static Visitor of(Caller caller, String secret) {
    return new Visitor(caller, TextDigest.of("console form " + secret));
  }

  /** Whether a form is of this session. */
  public boolean sent(@Nullable String shown) {
    return shown != null
        && MessageDigest.isEqual(
            shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "Visitor[" + caller.accountName() + "]";
  }
}
