package org.strongroom.server.identity;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.NoSpaceException;
import org.strongroom.server.login.Claim;
import org.strongroom.server.login.LogInGuard;
import org.strongroom.server.secret.PasswordHash;

/** Gives tokens for passwords, and for other tokens. */
public final class LogIns {
  private final Database database;
  private final Tokens tokens;
  private final LogInGuard guard;

  public LogIns(Database database, Tokens tokens, LogInGuard guard) {
    this.database = database;
    this.tokens = tokens;
    this.guard = guard;
  }

  /**
   * Logs in.
   *
   * @throws UnauthorizedException whatever the reason
   * @throws org.strongroom.api.RetryLaterException if too many log-ins failed, or wait
   */
  public IssuedToken logIn(Credentials credentials, TokenScope scope) {
    try {
      return issue(credentials, scope);
    } catch (NoSpaceException e) {
      throw new RetryLaterException(
          ErrorCode.NO_SPACE, String.valueOf(e.getMessage()), Duration.ofSeconds(30));
    }
  }

  private IssuedToken issue(Credentials credentials, TokenScope scope) {
    return switch (credentials) {
      case Credentials.ByPassword(Named user, String password) -> {
        Record account = account(user, password);
        String uuid = account.get(ACCOUNT.UUID);
        yield issue(uuid, scope, TokenGround.password(uuid, account.get(ACCOUNT.PASSWORD)));
      }
      case Credentials.ByToken(String text) -> {
        Token token = tokens.findOwn(text).orElseThrow(UnauthorizedException::new);
        yield rescoped(token, scope, TokenGround.token(text, token));
      }
    };
  }

  private IssuedToken rescoped(Token token, TokenScope scope, TokenGround ground) {
    try {
      return issue(token.userId(), scope, ground);
    } catch (UnauthorizedException e) {
      tokens.refused(
          token.userId(),
          ApiError.of(ErrorCode.PERMISSION_DENIED, "the token opens nothing that was asked for"));
      throw e;
    }
  }

  private Record account(Named user, String password) {
    Optional<Record> account = database.read(sql -> find(ACCOUNT.UUID, ACCOUNT.NAME, user, sql));
    Claim claim =
        new Claim(
            account.map(row -> row.get(ACCOUNT.NAME)).or(user::name).or(user::uuid).orElse(""),
            account.map(row -> row.get(ACCOUNT.UUID)));
    boolean matches =
        guard.matches(
            claim, PasswordHash.sha512(password), account.map(row -> row.get(ACCOUNT.PASSWORD)));
    return account.filter(row -> matches).orElseThrow(UnauthorizedException::new);
  }

  /** A disabled project, or one without a role, is found out when the token is issued. */
  private IssuedToken issue(String accountUuid, TokenScope scope, TokenGround ground) {
    return switch (scope) {
      case TokenScope.Unscoped unscoped -> tokens.issue(accountUuid, Optional.empty(), ground);
      case TokenScope.Elsewhere elsewhere -> throw new UnauthorizedException();
      case TokenScope.Project(Named project) -> {
        String uuid =
            database
                .<Optional<Record>>read(sql -> find(PROJECT.UUID, PROJECT.NAME, project, sql))
                .map(row -> row.get(PROJECT.UUID))
                .orElseThrow(UnauthorizedException::new);
        yield tokens.issue(accountUuid, Optional.of(uuid), ground);
      }
    };
  }

  private static Optional<Record> find(
      TableField<Record, String> uuid,
      TableField<Record, String> name,
      Named named,
      DSLContext sql) {
    Condition condition =
        named
            .uuid()
            .map(uuid::eq)
            .or(() -> named.name().map(name::eq))
            .orElse(DSL.falseCondition());
    return sql.selectFrom(Objects.requireNonNull(uuid.getTable())).where(condition).fetchOptional();
  }
}
