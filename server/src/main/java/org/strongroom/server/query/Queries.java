package org.strongroom.server.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;

/**
 * Answers queries: one statement for the rows, one for their number if it is asked for, and one for
 * each kind of list inside the rows.
 */
public final class Queries {
  private final Mappings mappings;
  private final Resolver resolver;
  private final Effort effort;
  private final Selects selects = new Selects();

  /**
   * @param zone the zone of times that are written without one
   */
  public Queries(Mappings mappings, ZoneId zone) {
    this(mappings, zone, Effort.USUAL);
  }

  Queries(Mappings mappings, ZoneId zone, Effort effort) {
    this.mappings = mappings;
    this.effort = effort;
    this.resolver = new Resolver(mappings, zone);
  }

  /**
   * Finds rows.
   *
   * @throws org.strongroom.api.ApiException SYS.1000 for an unknown field or relation, with the
   *     known ones; SYS.1007 for a condition that can not be read or a value that its field does
   *     not take
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
    return sql.connectionResult(connection -> {
      if (query.count()) {
        return new QueryReply<>(null, total(sql, connection, search));
      }
      List<T> rows = rows(sql, connection, search);
      Long total = null;
      if (query.replyWithCount()) {
        boolean all = query.start() == 0 && query.after() == null && rows.size() < query.limit();
        total = all ? Long.valueOf(rows.size()) : total(sql, connection, search);
      }
      return new QueryReply<>(rows, total, List.copyOf(search.fields()));
    });
  }

  private <T extends Record> List<T> rows(DSLContext sql, Connection connection, Search<T> search)
      throws SQLException {
    Page<T> page =
        selects
            .rows(sql, search)
            .run(
                connection,
                search.pageValues(),
                effort,
                found -> Page.read(search.mapping(), found));
    page.loadLists(connection, search.fields(), effort, list -> selects.list(sql, list));
    return page.inventories();
  }

  private Long total(DSLContext sql, Connection connection, Search<?> search) throws SQLException {
    return selects
        .count(sql, search)
        .run(connection, search.values(), effort, found -> found.next() ? found.getLong(1) : 0L);
  }
}
