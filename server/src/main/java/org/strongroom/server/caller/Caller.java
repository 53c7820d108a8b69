package org.strongroom.server.caller;

import java.util.Optional;

/**
 * The account on whose behalf a call is made.
 *
 * @param administrator may do everything; other accounts only what is their own
 * @param projectUuid the project that a token is for, to which it is confined; empty for sessions
 */
public record Caller(
    String accountUuid, String accountName, boolean administrator, Optional<String> projectUuid) {

  /** The project that is there from the first start, and where things go that name none. */
  public static final String ADMIN_PROJECT = "36c27e8ff05c4780bf6d2fa65700f22f";

  /** The server itself: schedules, first start. */
  public static final Caller SYSTEM = new Caller("36c27e8ff05c4780bf6d2fa65700f22e", "admin", true);

  /** Who has no session. */
  public static final Caller NOBODY = new Caller("", "", false);

  /** A caller with a session. */
  public Caller(String accountUuid, String accountName, boolean administrator) {
    this(accountUuid, accountName, administrator, Optional.empty());
  }

  /** The account whose resources alone the caller sees; empty for administrators, who see all. */
  public Optional<String> limitedTo() {
    return administrator ? Optional.empty() : Optional.of(accountUuid);
  }

  /** Whether what belongs to the account is within reach. */
  public boolean mayUse(String ownerAccountUuid) {
    return administrator || accountUuid.equals(ownerAccountUuid);
  }
}
