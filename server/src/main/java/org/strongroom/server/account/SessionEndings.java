package org.strongroom.server.account;

import static org.strongroom.server.catalog.identity.SessionTable.SESSION;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strongroom.server.catalog.Database;

/**
 * Tells which sessions somebody has ended: by a log-out, RevokeSession, another password or the end
 * of the account, at whichever node. Those whose time is over are none: what they have begun may go
 * on.
 */
public final class SessionEndings {
  private static final int AT_ONCE = 500;

  private final Database database;
  private final InstantSource clock;

  /** When those that are asked about end by themselves. */
  private final Map<String, Long> known = new HashMap<>();

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
    Map<String, Long> open = new HashMap<>();
    List<String> all = List.copyOf(digests);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      open.putAll(
          database.read(sql ->
              sql.select(SESSION.DIGEST, SESSION.EXPIRES)
                  .from(SESSION)
                  .where(SESSION.DIGEST.in(some))
                  .fetchMap(SESSION.DIGEST, SESSION.EXPIRES)));
    }
    known.keySet().retainAll(digests);
    known.putAll(open);
    long now = clock.millis();
    Set<String> ended = new HashSet<>(digests);
    ended.removeAll(open.keySet());
    ended.removeIf(digest -> known.getOrDefault(digest, Long.MAX_VALUE) <= now);
    return ended;
  }
}
