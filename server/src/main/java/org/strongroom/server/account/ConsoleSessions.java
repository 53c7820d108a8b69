package org.strongroom.server.account;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.SessionTable.SESSION;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.NoSpaceException;
import org.strongroom.server.secret.TextDigest;

/**
 * Sessions of the console. They are no sessions of the API: neither is taken for the other. They
 * count among those that an account may have, end with its password, and live on when a server is
 * started anew.
 */
public final class ConsoleSessions {
  /** How long one lasts in which nothing is done. */
  public static final Duration IDLE = Duration.ofMinutes(15);

  /** How long one lasts at most. */
  public static final Duration LONGEST = Duration.ofHours(12);

  private static final int SECRET_BYTES = 32;
  private static final Duration STORED_EVERY = Duration.ofMinutes(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final Sessions sessions;
  private final InstantSource clock;

  public ConsoleSessions(Database database, Sessions sessions, InstantSource clock) {
    this.database = database;
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * Opens one.
   *
   * @return by what its owner shows that it is theirs; kept nowhere
   * @throws ApiException ID.1006 if the account has too many, ID.1000 if its password changed
   *     meanwhile
   */
  public String open(LoggedIn account) {
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    String digest = digest(secret);
    String source = Sessions.source();
    long now = clock.millis();
    database.write(transaction -> {
      sessions.checkRoom(account, clock.instant(), transaction);
      return transaction
          .sql()
          .insertInto(SESSION)
          .set(SESSION.DIGEST, digest)
          .set(SESSION.UUID, Sessions.shownAs(digest))
          .set(SESSION.SOURCE, source)
          .set(SESSION.LAST_USED, now)
          .set(SESSION.ACCOUNT_UUID, account.caller().accountUuid())
          .set(SESSION.CREATED, now)
          .set(SESSION.EXPIRES, now + IDLE.toMillis())
          .set(SESSION.CONSOLE_UNTIL, now + LONGEST.toMillis())
          .execute();
    });
    return secret;
  }

  /** Whose session it is, which this use renews; empty if it has ended, or never was. */
  public Optional<Caller> used(String secret) {
    return find(secret, true);
  }

  /** Whose session it is. What a page asks by itself while nobody does anything renews nothing. */
  public Optional<Caller> watched(String secret) {
    return find(secret, false);
  }

  private Optional<Caller> find(String secret, boolean renew) {
    String digest = digest(secret);
    long now = clock.millis();
    Optional<? extends Record> found =
        database.read(sql ->
            sql.select(SESSION.EXPIRES, SESSION.CONSOLE_UNTIL)
                .select(ACCOUNT.UUID, ACCOUNT.NAME, ACCOUNT.TYPE)
                .from(SESSION)
                .join(ACCOUNT)
                .on(ACCOUNT.UUID.eq(SESSION.ACCOUNT_UUID))
                .where(SESSION.DIGEST.eq(digest))
                .and(SESSION.EXPIRES.gt(now))
                .and(SESSION.CONSOLE_UNTIL.gt(now))
                .fetchOptional());
    if (renew) {
      found.ifPresent(row -> renew(digest, row, now));
    }
    found.ifPresent(row -> Origin.current().cameWith(digest));
    return found.map(row ->
        new Caller(
            row.get(ACCOUNT.UUID),
            row.get(ACCOUNT.NAME),
            row.get(ACCOUNT.TYPE).equals("SystemAdmin")));
  }

  private void renew(String digest, Record row, long now) {
    long until = Objects.requireNonNull(row.get(SESSION.CONSOLE_UNTIL));
    long expires = Math.min(now + IDLE.toMillis(), until);
    if (expires - row.get(SESSION.EXPIRES) < STORED_EVERY.toMillis()) {
      return;
    }
    try {
      database.write(transaction ->
          transaction
              .sql()
              .update(SESSION)
              .set(SESSION.EXPIRES, expires)
              .set(SESSION.LAST_USED, now)
              .where(SESSION.DIGEST.eq(digest))
              .execute());
    } catch (NoSpaceException e) {
      // whoever only reads is served nevertheless; the next use stores it
    }
  }

  /**
   * Which sessions go on, asked at once for all of them; this renews none.
   *
   * @param digests by which {@link Origin#session} knows them
   */
  public Set<String> goingOn(Set<String> digests) {
    long now = clock.millis();
    return database.read(sql ->
        sql.select(SESSION.DIGEST)
            .from(SESSION)
            .where(SESSION.DIGEST.in(digests))
            .and(SESSION.EXPIRES.gt(now))
            .and(SESSION.CONSOLE_UNTIL.gt(now))
            .fetchSet(SESSION.DIGEST));
  }

  /** Ends one. */
  public void close(String secret) {
    sessions.end(digest(secret), SESSION.CONSOLE_UNTIL.isNotNull());
  }

  /** Apart from those of the API, whatever their owners send. */
  private static String digest(String secret) {
    return TextDigest.of("console " + secret);
  }
}
