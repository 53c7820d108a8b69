package org.strongroom.server.identity;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.identity.RoleAssignmentTable.ROLE_ASSIGNMENT;
import static org.strongroom.server.catalog.identity.TokenTable.TOKEN;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.Transaction;

/**
 * Tokens that are given out. What other nodes revoke, and roles that they change, are noticed
 * within the time that an entry is trusted.
 */
public final class Tokens {
  private static final Duration TRUSTED = Duration.ofMillis(500);

  /** Of one account: a token costs next to nothing to ask for, and each is kept until its end. */
  static final int MOST_OF_ACCOUNT = 2000;

  private final Database database;
  private final Duration lifetime;
  private final InstantSource clock;
  private final ForeignTokens foreign;
  private final AuditLog audit;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** Counts what ends trust in entries, so that none is kept that was read before it. */
  private final AtomicLong endings = new AtomicLong();

  /**
   * Over a catalog.
   *
   * @param lifetime how long a token is valid
   * @param foreign whom to ask about tokens that were not given out here
   */
  public Tokens(Database database, Duration lifetime, InstantSource clock, ForeignTokens foreign) {
    this.database = database;
    this.lifetime = lifetime;
    this.clock = clock;
    this.foreign = foreign;
    this.audit = new AuditLog(clock);
  }

  /**
   * What a token means, if it is valid now.
   *
   * @throws KeystoneUnavailableException if it is another identity service's, which does not answer
   */
  public Optional<Token> find(String token) {
    return findOwn(token).or(() -> foreign.find(token));
  }

  /**
   * The caller whom a token lets in, if it is valid now; what it writes is written only if it still
   * is.
   *
   * @throws KeystoneUnavailableException if it is another identity service's, which does not answer
   */
  public Optional<Caller> caller(String token) {
    Optional<Token> own = findOwn(token);
    own.ifPresent(found -> Origin.current().cameWithToken(TokenText.digest(token)));
    return own.or(() -> foreign.find(token)).map(Token::caller);
  }

  /** What a token that was given out here means, if it is valid now. */
  Optional<Token> findOwn(String token) {
    Instant now = clock.instant();
    String digest = TokenText.digest(token);
    Entry known = entries.get(digest);
    boolean trusted =
        known != null
            && !now.isAfter(known.trustedUntil())
            && !now.plus(TRUSTED).isBefore(known.trustedUntil()); // or the clock was set back
    if (!trusted) {
      known = load(digest, now);
    }
    return Optional.ofNullable(known).map(Entry::token).filter(t -> t.expires().isAfter(now));
  }

  private @Nullable Entry load(String digest, Instant now) {
    long before = endings.get();
    Optional<Entry> loaded =
        database
            .<Optional<Token>>read(sql -> TokenRows.find(digest, sql))
            .map(token -> new Entry(token, now.plus(TRUSTED)));
    entries.compute(digest, (key, old) -> endings.get() == before ? loaded.orElse(null) : null);
    return loaded.orElse(null);
  }

  /**
   * Gives a token out. If its account has very many, those that end first end now.
   *
   * @param project empty for a token that is for none
   * @throws UnauthorizedException if the ground holds no more, or the account has no role in the
   *     project
   */
  IssuedToken issue(String accountUuid, Optional<String> project, TokenGround ground) {
    Instant now = clock.instant();
    Instant full = now.plus(lifetime);
    Instant expires = full.isAfter(ground.last()) ? ground.last() : full;
    String text = TokenText.random();
    String digest = TokenText.digest(text);
    Origin origin = Origin.current();
    Token token =
        database.write(transaction -> {
          transaction.lock(ACCOUNT.UUID, accountUuid);
          check(ground, project, transaction);
          makeRoom(accountUuid, transaction);
          transaction
              .insertInto(TOKEN)
              .set(TOKEN.DIGEST, digest)
              .set(TOKEN.ACCOUNT_UUID, accountUuid)
              .set(TOKEN.PROJECT_UUID, project.orElse(null))
              .set(TOKEN.AUDIT_ID, TokenText.randomAuditId())
              .set(TOKEN.ISSUED, now.toEpochMilli())
              .set(TOKEN.EXPIRES, expires.toEpochMilli())
              .execute();
          if (ground.rescoped()) {
            audit.rescoped(accountUuid, project, Optional.empty(), origin, transaction);
          }
          return TokenRows.find(digest, transaction.sql()).orElseThrow(UnauthorizedException::new);
        });
    return new IssuedToken(text, token);
  }

  /** Notes that an account asked by a valid token for another one, in vain. */
  void refused(String accountUuid, ApiError error) {
    Origin origin = Origin.current();
    database.write(transaction -> {
      audit.rescoped(accountUuid, Optional.empty(), Optional.of(error), origin, transaction);
      return true;
    });
  }

  /** Of an account that is locked: else its password could change just now. */
  private static void check(TokenGround ground, Optional<String> project, Transaction transaction) {
    boolean holds =
        transaction.sql().fetchExists(ACCOUNT, ground.account())
            && (project.isEmpty()
                || transaction.sql().fetchExists(PROJECT, PROJECT.UUID.eq(project.get())));
    if (!holds) {
      throw new UnauthorizedException();
    }
  }

  private void makeRoom(String accountUuid, Transaction transaction) {
    Condition own = TOKEN.ACCOUNT_UUID.eq(accountUuid);
    int tooMany = transaction.sql().fetchCount(TOKEN, own) + 1 - MOST_OF_ACCOUNT;
    if (tooMany > 0) {
      List<String> first =
          transaction
              .sql()
              .select(TOKEN.DIGEST)
              .from(TOKEN)
              .where(own)
              .orderBy(TOKEN.EXPIRES, TOKEN.ISSUED, TOKEN.DIGEST)
              .limit(tooMany)
              .fetch(TOKEN.DIGEST);
      transaction.sql().deleteFrom(TOKEN).where(TOKEN.DIGEST.in(first)).execute();
      transaction.afterCommit(() -> entries.keySet().removeAll(first));
    }
  }

  /**
   * Ends a token; the audit log tells.
   *
   * @param by the user who asks for it; one of an external Keystone is no account, and not named
   * @return whether there was one to end
   */
  public boolean revoke(String token, String by) {
    Condition which = TOKEN.DIGEST.eq(TokenText.digest(token));
    Origin origin = Origin.current();
    return database.write(transaction -> {
      DSLContext sql = transaction.sql();
      Optional<String> owner =
          sql.select(TOKEN.ACCOUNT_UUID).from(TOKEN).where(which).fetchOptional(TOKEN.ACCOUNT_UUID);
      boolean ended = sql.deleteFrom(TOKEN).where(which).execute() > 0;
      owner
          .filter(account -> ended) // by this transaction, and not by another at the same time
          .ifPresent(account ->
              audit.loggedOut(
                  Uuid.isUuid(by) ? by : "", "RevokeToken", account, origin, transaction));
      changed(transaction);
      return ended;
    });
  }

  /** Ends all tokens of an account. */
  public void revokeAll(String accountUuid, Transaction transaction) {
    transaction.sql().deleteFrom(TOKEN).where(TOKEN.ACCOUNT_UUID.eq(accountUuid)).execute();
    changed(transaction);
  }

  /**
   * Ends the tokens of an account for a project in which it has no role any more, so that they stay
   * ended when it is given one again.
   */
  public void endIfWithoutRole(String accountUuid, String projectUuid, Transaction transaction) {
    transaction
        .sql()
        .deleteFrom(TOKEN)
        .where(TOKEN.ACCOUNT_UUID.eq(accountUuid))
        .and(TOKEN.PROJECT_UUID.eq(projectUuid))
        .andNotExists(
            DSL.selectOne()
                .from(ROLE_ASSIGNMENT)
                .where(ROLE_ASSIGNMENT.ACCOUNT_UUID.eq(accountUuid))
                .and(ROLE_ASSIGNMENT.PROJECT_UUID.eq(projectUuid)))
        .execute();
    changed(transaction);
  }

  /** To be told when roles or projects change: what tokens mean is then read again. */
  public void changed(Transaction transaction) {
    transaction.afterCommit(() -> {
      endings.incrementAndGet();
      entries.clear();
    });
  }

  /** Removes what has ended. */
  public void removeEnded() {
    Instant now = clock.instant();
    Portions.delete(database, TOKEN, TOKEN.EXPIRES.le(now.toEpochMilli()), TOKEN.DIGEST);
    entries.values().removeIf(entry -> now.isAfter(entry.trustedUntil()));
  }

  private record Entry(Token token, Instant trustedUntil) {}
}
