package org.strongroom.server.account;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.SessionTable.SESSION;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strongroom.server.catalog.Database;

/**
 * Tells which sessions somebody has ended: by a log-out, RevokeSession, another password or the end
 * of the account, at whichever node. Those whose time is over are none: what they have begun may go
 * on, as long as there is the account.
 */
public final class SessionEndings {
  private static final int AT_ONCE = 500;

  private final Database database;
  private final InstantSource clock;

  /** Those that are asked about, as they were when they were seen last. */
  private final Map<String, Known> known = new HashMap<>();

  private record Known(String account, long expires) {}

  public SessionEndings(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Those of these sessions that somebody has ended; to be asked again and again while they matter.
   *
   * @param digests of the secrets of sessions that were valid
   */
  public synchronized Set<String> among(Set<String> digests) {
    Map<String, Known> open = new HashMap<>();
    List<String> all = List.copyOf(digests);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      open.putAll(
          database.read(sql ->
              sql.select(SESSION.DIGEST, SESSION.ACCOUNT_UUID, SESSION.EXPIRES)
                  .from(SESSION)
                  .where(SESSION.DIGEST.in(some))
                  .fetchMap(SESSION.DIGEST, row -> new Known(row.value2(), row.value3()))));
    }
    known.keySet().retainAll(digests);
    known.putAll(open);
    long now = clock.millis();
    Set<String> ended = new HashSet<>(digests);
    ended.removeAll(open.keySet());
    Map<String, String> over = new HashMap<>();
    for (String digest : ended) {
      Known last = known.get(digest);
      if (last != null && last.expires() <= now) {
        over.put(digest, last.account());
      }
    }
    if (!over.isEmpty()) {
      Set<String> accounts = among(over.values());
      over.forEach((digest, account) -> {
        if (accounts.contains(account)) {
          ended.remove(digest);
        }
      });
    }
    return ended;
  }

  /** The accounts of these that are there. */
  private Set<String> among(Collection<String> accounts) {
    return database.read(sql ->
        sql.select(ACCOUNT.UUID)
            .from(ACCOUNT)
            .where(ACCOUNT.UUID.in(accounts))
            .fetchSet(ACCOUNT.UUID));
  }
}
