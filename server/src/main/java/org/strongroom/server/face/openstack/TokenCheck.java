package org.strongroom.server.face.openstack;

import java.util.Optional;
import org.strongroom.server.caller.Caller;

/** Who bears a token. */
@FunctionalInterface
public interface TokenCheck {
  /** The bearer, confined to the token's project; empty if the token does not count. */
  Optional<Caller> bearer(String token);
}
