package org.strongroom.server.account;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.SessionTable.SESSION;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ShortText;
import org.strongroom.api.inventory.SessionInventory;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.NoSpaceException;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.config.Setting;
import org.strongroom.server.secret.TextDigest;

/**
 * Open sessions, known by the digests of their uuids: who reads the database, or this memory, can
 * use none. Every use renews one; the database hears of that only now and then. Other nodes'
 * log-outs are noticed within the time that an entry is trusted.
 */
public final class Sessions {
  private static final Duration TRUSTED = Duration.ofMillis(500);
  private static final int LONGEST_SOURCE = 64;
  private static final Duration RENEWAL_STORED = Duration.ofSeconds(60);

  private final Database database;
  private final GlobalConfigs configs;
  private final InstantSource clock;
  private final AuditLog audit;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  public Sessions(Database database, GlobalConfigs configs, InstantSource clock) {
    this.database = database;
    this.configs = configs;
    this.clock = clock;
    this.audit = new AuditLog(clock);
  }

  /**
   * Opens a session for an account.
   *
   * @throws ApiException ID.1006 if it has too many, ID.1000 if its password changed meanwhile
   */
  SessionInventory open(LoggedIn who) {
    Caller account = who.caller();
    Instant now = clock.instant();
    Instant expires = now.plus(timeout());
    String uuid = Uuid.random();
    String digest = TextDigest.of(uuid);
    String source = source();
    database.write(transaction -> {
      checkRoom(who, now, transaction);
      transaction
          .sql()
          .insertInto(SESSION)
          .set(SESSION.DIGEST, digest)
          .set(SESSION.UUID, shownAs(digest))
          .set(SESSION.SOURCE, source)
          .set(SESSION.LAST_USED, now.toEpochMilli())
          .set(SESSION.ACCOUNT_UUID, account.accountUuid())
          .set(SESSION.CREATED, now.toEpochMilli())
          .set(SESSION.EXPIRES, expires.toEpochMilli())
          .execute();
      return true;
    });
    entries.put(digest, new Entry(account, expires, expires, now.plus(TRUSTED)));
    return inventory(uuid, account.accountUuid(), expires, now);
  }

  /** What a session is called where somebody else may read it. */
  static String shownAs(String digest) {
    return digest.substring(0, Uuid.LENGTH);
  }

  /** Where the request at hand comes from, as far as there is room to keep it. */
  static String source() {
    String source = Origin.current().source();
    return ShortText.cut(source, LONGEST_SOURCE);
  }

  /**
   * Makes sure that the account may open one more, of whatever kind.
   *
   * @throws ApiException ID.1006 if it has too many, ID.1000 if its password changed meanwhile, or
   *     it is gone
   */
  void checkRoom(LoggedIn who, Instant now, Transaction transaction) {
    Caller account = who.caller();
    transaction.lock(ACCOUNT.UUID, account.accountUuid());
    if (!transaction
        .sql()
        .fetchExists(
            ACCOUNT, ACCOUNT.UUID.eq(account.accountUuid()).and(ACCOUNT.PASSWORD.eq(who.kept())))) {
      throw new ApiException(ErrorCode.WRONG_CREDENTIALS, "wrong account name or password");
    }
    int open =
        transaction
            .sql()
            .fetchCount(
                SESSION,
                SESSION
                    .ACCOUNT_UUID
                    .eq(account.accountUuid())
                    .and(SESSION.EXPIRES.gt(now.toEpochMilli())));
    int most = configs.number(Setting.SESSION_MAX);
    if (open >= most) {
      throw new ApiException(
          ErrorCode.TOO_MANY_SESSIONS,
          "account '%s' has %d open sessions, the most that identity/session.maxConcurrent allows; log one out"
              .formatted(account.accountName(), open));
    }
  }

  /** The account of a session that is valid, which this use renews. */
  public Optional<Caller> caller(String sessionUuid) {
    String digest = TextDigest.of(sessionUuid);
    Instant now = clock.instant();
    Entry entry = entries.get(digest);
    if (entry == null || !entry.isTrusted(now)) {
      entry = database.read(sql -> load(digest, now, sql));
    }
    if (entry == null || !entry.expires().isAfter(now)) {
      entries.remove(digest);
      return Optional.empty();
    }
    renew(digest, entry, now);
    Origin.current().cameWith(digest);
    return Optional.of(entry.account());
  }

  private @Nullable Entry load(String digest, Instant now, DSLContext sql) {
    Entry known = entries.get(digest);
    return sql.select(SESSION.EXPIRES, ACCOUNT.UUID, ACCOUNT.NAME, ACCOUNT.TYPE)
        .from(SESSION)
        .join(ACCOUNT)
        .on(ACCOUNT.UUID.eq(SESSION.ACCOUNT_UUID))
        .where(SESSION.DIGEST.eq(digest).and(SESSION.CONSOLE_UNTIL.isNull()))
        .fetchOne(row -> {
          Instant stored = Instant.ofEpochMilli(row.value1());
          Instant used =
              known != null && known.expires().isAfter(stored) ? known.expires() : stored;
          Caller account =
              new Caller(row.value2(), row.value3(), row.value4().equals("SystemAdmin"));
          return new Entry(account, used, stored, now.plus(TRUSTED));
        });
  }

  private void renew(String digest, Entry entry, Instant now) {
    Instant expires = now.plus(timeout());
    if (!expires.isAfter(entry.expires())) {
      entries.put(digest, entry);
      return;
    }
    boolean store = expires.isAfter(entry.stored().plus(storedEvery()));
    entries.put(
        digest,
        new Entry(
            entry.account(), expires, store ? expires : entry.stored(), entry.trustedUntil()));
    if (store) {
      try {
        storeExpiry(digest, expires, now);
      } catch (NoSpaceException e) {
        // whoever only reads is served nevertheless; the next use stores it
        entries.put(
            digest, new Entry(entry.account(), expires, entry.stored(), entry.trustedUntil()));
      }
    }
  }

  private void storeExpiry(String digest, Instant expires, Instant now) {
    database.write(transaction ->
        transaction
            .sql()
            .update(SESSION)
            .set(SESSION.EXPIRES, expires.toEpochMilli())
            .set(SESSION.LAST_USED, now.toEpochMilli())
            .where(SESSION.DIGEST.eq(digest))
            .execute());
  }

  /** Whether a session is valid; asking does not renew it. */
  boolean isValid(String uuid) {
    return database.read(sql -> isValid(uuid, sql));
  }

  private boolean isValid(String uuid, DSLContext sql) {
    Instant now = clock.instant();
    Entry entry = load(TextDigest.of(uuid), now, sql);
    return entry != null && entry.expires().isAfter(now);
  }

  /**
   * Sets how long a session lasts. The answer, which is kept as that of a job, does not name it.
   */
  SessionInventory renew(String uuid, Optional<Duration> duration, Transaction transaction) {
    if (!isValid(uuid, transaction.sql())) {
      throw new ApiException(ErrorCode.INVALID_SESSION, "the session to renew is not valid");
    }
    String digest = TextDigest.of(uuid);
    Instant expires = clock.instant().plus(duration.orElse(timeout()));
    transaction
        .sql()
        .update(SESSION)
        .set(SESSION.EXPIRES, expires.toEpochMilli())
        .where(SESSION.DIGEST.eq(digest))
        .execute();
    transaction.afterCommit(() -> entries.remove(digest));
    return transaction
        .sql()
        .select(SESSION.ACCOUNT_UUID, SESSION.CREATED)
        .from(SESSION)
        .where(SESSION.DIGEST.eq(digest))
        .fetchSingle(
            row -> inventory(null, row.value1(), expires, Instant.ofEpochMilli(row.value2())));
  }

  /** The account that a session belongs to, valid or not. */
  Optional<String> owner(String uuid, DSLContext sql) {
    return sql.select(SESSION.ACCOUNT_UUID)
        .from(SESSION)
        .where(SESSION.DIGEST.eq(TextDigest.of(uuid)).and(SESSION.CONSOLE_UNTIL.isNull()))
        .fetchOptional(SESSION.ACCOUNT_UUID);
  }

  void close(String uuid) {
    end(TextDigest.of(uuid), SESSION.CONSOLE_UNTIL.isNull());
  }

  /**
   * Ends a session if there is such a one, which its owner did: nobody else has its secret. The
   * audit log tells.
   */
  void end(String digest, Condition kind) {
    Origin origin = Origin.current();
    Condition which = SESSION.DIGEST.eq(digest).and(kind);
    database.write(transaction -> {
      Optional<String> owner =
          transaction
              .sql()
              .select(SESSION.ACCOUNT_UUID)
              .from(SESSION)
              .where(which)
              .fetchOptional(SESSION.ACCOUNT_UUID);
      boolean ended = transaction.sql().deleteFrom(SESSION).where(which).execute() > 0;
      owner
          .filter(account -> ended) // by this transaction, and not by another at the same time
          .ifPresent(
              account -> audit.loggedOut(account, "LogOut", shownAs(digest), origin, transaction));
      return ended;
    });
    entries.remove(digest);
  }

  /** Another part of the program has ended these; they are believed no more. */
  void forget(List<String> digests) {
    digests.forEach(entries::remove);
  }

  /** Ends all sessions of an account. */
  void closeAll(String accountUuid, Transaction transaction) {
    transaction.sql().deleteFrom(SESSION).where(SESSION.ACCOUNT_UUID.eq(accountUuid)).execute();
    transaction.afterCommit(
        () -> entries.values().removeIf(e -> e.account().accountUuid().equals(accountUuid)));
  }

  /** Removes what has ended. */
  public void removeEnded() {
    long now = clock.millis();
    Portions.delete(database, SESSION, SESSION.EXPIRES.lt(now), SESSION.DIGEST);
    entries.values().removeIf(entry -> entry.expires().toEpochMilli() < now);
  }

  /** Often enough that a session in use never looks ended to other nodes and later starts. */
  private Duration storedEvery() {
    Duration half = timeout().dividedBy(2);
    return half.compareTo(RENEWAL_STORED) < 0 ? half : RENEWAL_STORED;
  }

  private Duration timeout() {
    return Duration.ofSeconds(configs.number(Setting.SESSION_TIMEOUT));
  }

  private static SessionInventory inventory(
      @Nullable String uuid, String account, Instant expires, Instant created) {
    return new SessionInventory(uuid, account, account, "AccountSession", expires, created);
  }

  private record Entry(Caller account, Instant expires, Instant stored, Instant trustedUntil) {
    /** Not for longer after the clock was set back: others may have logged it out. */
    boolean isTrusted(Instant now) {
      return !now.isAfter(trustedUntil) && !now.plus(TRUSTED).isBefore(trustedUntil);
    }
  }
}
