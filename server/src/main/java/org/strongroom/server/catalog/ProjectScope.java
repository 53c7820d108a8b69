package org.strongroom.server.catalog;

import static org.strongroom.server.catalog.RoleAssignmentTable.ROLE_ASSIGNMENT;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.strongroom.server.caller.Caller;

/** Which rows that belong to projects a caller may see. */
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
}
