package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Caller;

/** What belongs to projects: what a caller may see of it, and whose new things are. */
public final class ProjectScope {
  private ProjectScope() {}

  /**
   * With a token those of its project, with an administrator's session all, with another session
   * those of the projects in which the account has a role.
   *
   * @param project the row's uuid of its project
   */
  public static Condition seenBy(Caller caller, Field<String> project) {
    if (caller.projectUuid().isPresent()) {
      return project.eq(caller.projectUuid().get());
    }
    return caller
        .limitedTo()
        .map(account ->
            project.in(
                DSL.select(ROLE_ASSIGNMENT.PROJECT_UUID)
                    .from(ROLE_ASSIGNMENT)
                    .where(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(account))))
        .orElse(DSL.noCondition());
  }

  /**
   * The project that something new belongs to: with a token the token's, else the one that is asked
   * for, else the first.
   *
   * @param asked null or empty if the caller names none
   * @throws ApiException ID.1002 if the token is for another one
   */
  public static String ofNew(Caller caller, @Nullable String asked) {
    String given = asked == null ? "" : asked;
    Optional<String> own = caller.projectUuid();
    if (!given.isEmpty() && own.filter(project -> !project.equals(given)).isPresent()) {
      throw new ApiException(
          ErrorCode.PERMISSION_DENIED, "the token is not for the project " + given);
    }
    return own.orElse(given.isEmpty() ? Caller.ADMIN_PROJECT : given);
  }
}
