package org.strongroom.server.caller;

import java.util.Optional;

/**
 * The account on whose behalf a call is made.
 *
 * @param administrator may do what is administrators', with a token in its project; other accounts
 *     only what is their own
 * @param projectUuid the project that a token is for, to which it is confined; empty for sessions
 * @param everyAccounts reaches what belongs to other accounts, such as images
 */
public record Caller(
    String accountUuid,
    String accountName,
    boolean administrator,
    Optional<String> projectUuid,
    boolean everyAccounts) {

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

  /**
   * A caller with a token. Who administers one project does not reach the accounts' resources,
   * which are in none; who administers the project {@code admin} does.
   */
  public Caller(
      String accountUuid, String accountName, boolean administrator, Optional<String> projectUuid) {
    this(
        accountUuid,
        accountName,
        administrator,
        projectUuid,
        administrator && projectUuid.filter(uuid -> !uuid.equals(ADMIN_PROJECT)).isEmpty());
  }

  /** Whether it is a session of an account of type SystemAdmin, confined to no project. */
  public boolean administersServer() {
    return administrator && projectUuid.isEmpty();
  }

  /** The account whose resources alone the caller sees; empty if it sees everybody's. */
  public Optional<String> limitedTo() {
    return everyAccounts ? Optional.empty() : Optional.of(accountUuid);
  }

  /** Whether what belongs to the account is within reach. */
  public boolean mayUse(String ownerAccountUuid) {
    return everyAccounts || accountUuid.equals(ownerAccountUuid);
  }
}
