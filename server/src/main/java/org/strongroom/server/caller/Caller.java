package org.strongroom.server.caller;

import java.util.Optional;

/**
 * The account on whose behalf a call is made.
 *
 * @param administrator may do everything; other accounts only what is their own
 */
public record Caller(String accountUuid, String accountName, boolean administrator) {

  /** The server itself: schedules, first start. */
  public static final Caller SYSTEM = new Caller("36c27e8ff05c4780bf6d2fa65700f22e", "admin", true);

  /** Who has no session. */
  public static final Caller NOBODY = new Caller("", "", false);

  /** The account whose resources alone the caller sees; empty for administrators, who see all. */
  public Optional<String> limitedTo() {
    return administrator ? Optional.empty() : Optional.of(accountUuid);
  }

  /** Whether what belongs to the account is within reach. */
  public boolean mayUse(String ownerAccountUuid) {
    return administrator || accountUuid.equals(ownerAccountUuid);
  }
}
