package org.strongroom.server.face.console.frame;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.console.asset.Assets;
import org.strongroom.server.face.console.session.Preferences;
import org.strongroom.server.face.console.session.Visitor;
import org.strongroom.server.face.console.text.Helps;
import org.strongroom.server.face.console.text.Texts;

/**
 * A page that is being made: for whom, in which language, at which time.
 *
 * @param visitor empty for who has not logged in
 * @param path of the page that is looked at, with its query string
 */
public record View(
    Preferences preferences,
    Optional<Visitor> visitor,
    Asking asking,
    Assets assets,
    Instant now,
    Clock clock,
    String path) {

  /** The zone of times, until the browser shows them in its own. */
  public ZoneId zone() {
    return clock.getZone();
  }

  /** The same at another time. */
  public View at(Instant time) {
    return new View(preferences, visitor, asking, assets, time, clock, path);
  }

  public Texts texts() {
    return Texts.in(preferences.language());
  }

  public String say(String key, Object... values) {
    return texts().say(key, values);
  }

  /** What a declaration says in English, in the language of the page. */
  public String help(String english) {
    return Helps.in(texts().language(), english);
  }

  /** Who looks. */
  public Caller caller() {
    return visitor.orElseThrow().caller();
  }

  public boolean may(Class<?> operation) {
    return asking.may(operation);
  }

  /** Asks an operation that answers at once. */
  public <R> R ask(Class<? extends Request<R>> operation, Map<String, ?> values) {
    return asking.ask(operation, values);
  }

  /** The rows that a query finds, at most so many. */
  public <T> List<T> find(
      Class<? extends Request<QueryReply<T>>> query, int limit, String sort, String... conditions) {
    List<T> rows =
        ask(query, Map.of("q", List.of(conditions), "limit", limit, "sort", sort)).inventories();
    return rows == null ? List.of() : rows;
  }

  /** How many rows a query finds. */
  public <T> long count(Class<? extends Request<QueryReply<T>>> query, String... conditions) {
    Long total = ask(query, Map.of("q", List.of(conditions), "count", true)).total();
    return total == null ? 0 : total;
  }
}
