package org.strongroom.server.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.lane.AbandonedException;
import org.strongroom.server.lane.FairLane;
import org.strongroom.server.lane.FullLaneException;
import org.strongroom.server.query.budget.Effort;
import org.strongroom.server.query.budget.QueryBudget;

/**
 * Answers queries: one statement for the rows, one for their number if it is asked for, and one for
 * each kind of list inside the rows.
 */
public final class Queries {
  private static final int THREADS = 4;
  private static final int PLACES_OF_ONE_ACCOUNT = 2;
  private static final int MOST_WAITING = 256;
  private static final FairLane LANE =
      new FairLane("query", THREADS, PLACES_OF_ONE_ACCOUNT, MOST_WAITING);

  private final Mappings mappings;
  private final Resolver resolver;
  private final Optional<Effort> effort;
  private final Selects selects = new Selects();

  /**
   * @param zone the zone of times that are written without one
   */
  public Queries(Mappings mappings, ZoneId zone) {
    this(mappings, zone, Optional.empty());
  }

  public Queries(Mappings mappings, ZoneId zone, Effort effort) {
    this(mappings, zone, Optional.of(effort));
  }

  private Queries(Mappings mappings, ZoneId zone, Optional<Effort> effort) {
    this.mappings = mappings;
    this.effort = effort;
    this.resolver = new Resolver(mappings, zone);
  }

  /**
   * Finds rows.
   *
   * @throws org.strongroom.api.ApiException SYS.1000 for an unknown field or relation, with the
   *     known ones; SYS.1007 for a condition that can not be read or a value that its field does
   *     not take; SYS.1001 if it costs too much; SYS.1013 if too many wait
   */
  public <T extends Record> QueryReply<T> find(DSLContext sql, Class<T> inventory, Query query) {
    return find(sql, inventory, query, Extra.NONE, Optional.empty());
  }

  /**
   * Finds rows among those for which another condition holds too, such as a type or an owner. It is
   * on the inventory's table itself, not on an alias.
   */
  public <T extends Record> QueryReply<T> find(
      DSLContext sql, Class<T> inventory, Query query, Condition among) {
    return find(sql, inventory, query, Extra.of(sql, among), Optional.empty());
  }

  /**
   * Finds rows on behalf of an account, which can not ask about what belongs to others through
   * relations. Which rows it sees themselves is up to the other condition.
   *
   * @param account empty for an administrator
   */
  public <T extends Record> QueryReply<T> findFor(
      Optional<String> account, DSLContext sql, Class<T> inventory, Query query, Condition among) {
    return find(sql, inventory, query, Extra.of(sql, among), account);
  }

  /** The row with this uuid. */
  public <T extends Record> Optional<T> byUuid(DSLContext sql, Class<T> inventory, String uuid) {
    List<T> found = find(sql, inventory, only(uuid), Extra.NONE, Optional.empty()).inventories();
    return found == null ? Optional.empty() : found.stream().findFirst();
  }

  private static Query only(String uuid) {
    return new Query(List.of(), 1, 0, false, false, null, null, null, null, uuid);
  }

  private <T extends Record> QueryReply<T> find(
      DSLContext sql, Class<T> inventory, Query query, Extra extra, Optional<String> account) {
    Search<T> search = Search.of(mappings.of(inventory), query, resolver, extra, account);
    return sql.dialect() == SQLDialect.SQLITE && Thread.currentThread().isVirtual()
        ? inLane(sql, search, query)
        : run(sql, search, query, () -> false);
  }

  /** SQLite works on the thread that asks it, which must not be one that carries others. */
  private <T extends Record> QueryReply<T> inLane(DSLContext sql, Search<T> search, Query query) {
    Origin origin = Origin.current();
    try {
      return LANE.call(
          origin.owner(), origin::clientGone, abandoned -> run(sql, search, query, abandoned));
    } catch (FullLaneException e) {
      throw new RetryLaterException(
          ErrorCode.OVERLOADED,
          "too many queries wait already; try again in a moment",
          Duration.ofSeconds(1));
    } catch (AbandonedException e) {
      throw new ApiException(ErrorCode.CANCELLED, "nobody waits for the answer any more");
    }
  }

  private <T extends Record> QueryReply<T> run(
      DSLContext sql, Search<T> search, Query query, BooleanSupplier abandoned) {
    QueryBudget budget = effort.orElse(usual(sql)).begin(abandoned);
    return sql.connectionResult(connection -> {
      if (query.count()) {
        return new QueryReply<>(null, total(sql, connection, search, budget));
      }
      List<T> rows = rows(sql, connection, search, budget);
      Long total = null;
      if (query.replyWithCount()) {
        boolean all = query.start() == 0 && query.after() == null && rows.size() < query.limit();
        total = all ? Long.valueOf(rows.size()) : total(sql, connection, search, budget);
      }
      return new QueryReply<>(rows, total, List.copyOf(search.fields()));
    });
  }

  private static Effort usual(DSLContext sql) {
    return sql.dialect() == SQLDialect.POSTGRES ? Effort.USUAL_OF_POSTGRES : Effort.USUAL;
  }

  private <T extends Record> List<T> rows(
      DSLContext sql, Connection connection, Search<T> search, QueryBudget budget)
      throws SQLException {
    Page<T> page =
        selects
            .rows(sql, search)
            .run(
                connection,
                search.pageValues(),
                budget,
                found -> Page.read(search.mapping(), found));
    page.loadLists(connection, search.fields(), budget, list -> selects.list(sql, list));
    return page.inventories();
  }

  private Long total(DSLContext sql, Connection connection, Search<?> search, QueryBudget budget)
      throws SQLException {
    return selects
        .count(sql, search)
        .run(connection, search.values(), budget, found -> found.next() ? found.getLong(1) : 0L);
  }
}
