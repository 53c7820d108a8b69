package org.strongroom.server.identity;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;
import static org.strongroom.server.catalog.identity.TokenTable.TOKEN;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;
import org.strongroom.server.caller.Caller;

/** Reads tokens with what they mean now: names and roles are those of this moment. */
final class TokenRows {
  private TokenRows() {}

  /**
   * The token with this digest; empty too if its project is disabled or its last role was taken.
   */
  static Optional<Token> find(String digest, DSLContext sql) {
    Result<? extends Record> rows =
        sql.select(
                TOKEN.ACCOUNT_UUID,
                ACCOUNT.NAME,
                ACCOUNT.TYPE,
                TOKEN.PROJECT_UUID,
                PROJECT.NAME,
                PROJECT.ENABLED,
                ROLE_ASSIGNMENT.ROLE,
                TOKEN.ISSUED,
                TOKEN.EXPIRES,
                TOKEN.AUDIT_ID)
            .from(TOKEN)
            .join(ACCOUNT)
            .on(ACCOUNT.UUID.eq(TOKEN.ACCOUNT_UUID))
            .leftJoin(PROJECT)
            .on(PROJECT.UUID.eq(TOKEN.PROJECT_UUID))
            .leftJoin(ROLE_ASSIGNMENT)
            .on(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(TOKEN.ACCOUNT_UUID))
            .and(ROLE_ASSIGNMENT.PROJECT_UUID.eq(TOKEN.PROJECT_UUID))
            .where(TOKEN.DIGEST.eq(digest))
            .fetch();
    return rows.isEmpty() ? Optional.empty() : token(rows);
  }

  private static Optional<Token> token(Result<? extends Record> rows) {
    Record first = rows.getFirst();
    Optional<ProjectRef> project =
        Optional.ofNullable(first.get(TOKEN.PROJECT_UUID))
            .map(uuid -> new ProjectRef(uuid, first.get(PROJECT.NAME)));
    Set<String> roles = new TreeSet<>();
    rows.getValues(ROLE_ASSIGNMENT.ROLE).stream().filter(Objects::nonNull).forEach(roles::add);
    if (project.isPresent() && (roles.isEmpty() || !first.get(PROJECT.ENABLED))) {
      return Optional.empty();
    }
    return Optional.of(
        new Token(
            first.get(TOKEN.ACCOUNT_UUID),
            first.get(ACCOUNT.NAME),
            project,
            roles,
            roles.contains(Token.ADMIN) && isCloudAdministrator(first),
            Instant.ofEpochMilli(first.get(TOKEN.ISSUED)),
            Instant.ofEpochMilli(first.get(TOKEN.EXPIRES)),
            first.get(TOKEN.AUDIT_ID)));
  }

  /** By its account, or by the project that the token is for. */
  private static boolean isCloudAdministrator(Record row) {
    return row.get(ACCOUNT.TYPE).equals("SystemAdmin")
        || Caller.ADMIN_PROJECT.equals(row.get(TOKEN.PROJECT_UUID));
  }
}
