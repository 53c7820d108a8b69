package org.strongroom.server.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.strongroom.server.caller.Caller;

/**
 * What a valid token tells about its bearer. Its text is no part of it.
 *
 * @param userId the account
 * @param project empty if the token is for none
 * @param roles in that project, never empty if there is one
 * @param everyAccounts whether the bearer reaches what belongs to other accounts, such as images
 * @param auditId names the token where its text must not appear
 */
public record Token(
    String userId,
    String userName,
    Optional<ProjectRef> project,
    Set<String> roles,
    boolean everyAccounts,
    Instant issued,
    Instant expires,
    String auditId) {
  /** The role whose bearers may do everything in their project. */
  public static final String ADMIN = "admin";

  /** The role whose bearers may see everything in their project. */
  public static final String READER = "reader";

  /** The bearer, confined to the token's project; without a project no administrator. */
  public Caller caller() {
    return new Caller(
        userId, userName, roles.contains(ADMIN), project.map(ProjectRef::uuid), everyAccounts);
  }
}
