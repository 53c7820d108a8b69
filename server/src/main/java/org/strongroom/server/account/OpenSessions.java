package org.strongroom.server.account;

import static org.strongroom.server.catalog.identity.SessionTable.SESSION;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.account.OpenSessionInventory;
import org.strongroom.api.account.QuerySession;
import org.strongroom.api.account.RevokeOtherSessions;
import org.strongroom.api.account.RevokeSession;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.call.OperationRegistry.Change;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.query.Queries;

/** Sessions as their owners see them: who is logged in where, and how to end that. */
public final class OpenSessions {
  private final Database database;
  private final Queries queries;
  private final Sessions sessions;
  private final InstantSource clock;

  public OpenSessions(Database database, Queries queries, Sessions sessions, InstantSource clock) {
    this.database = database;
    this.queries = queries;
    this.sessions = sessions;
    this.clock = clock;
  }

  public void register(OperationRegistry operations) {
    operations.answer(QuerySession.class, this::query);
    operations.change(RevokeSession.class, this::revoke);
    operations.prepared(RevokeOtherSessions.class, this::revokeOthers);
  }

  private QueryReply<OpenSessionInventory> query(QuerySession request, Caller caller) {
    Condition open = SESSION.EXPIRES.gt(clock.millis());
    QueryReply<OpenSessionInventory> found =
        database.read(sql ->
            queries.find(
                sql, OpenSessionInventory.class, request.query(), open.and(within(caller))));
    Optional<String> current = Origin.current().session().map(Sessions::shownAs);
    @Nullable List<OpenSessionInventory> rows = found.inventories();
    return rows == null || current.isEmpty()
        ? found
        : new QueryReply<>(
            rows.stream()
                .map(row -> current.get().equals(row.uuid()) ? row.asCurrent() : row)
                .toList(),
            found.total(),
            found.fields());
  }

  private static Condition within(Caller caller) {
    return caller.limitedTo().map(SESSION.ACCOUNT_UUID::eq).orElse(DSL.noCondition());
  }

  private EmptyReply revoke(RevokeSession request, Call call, Transaction transaction) {
    if (!Uuid.isUuid(request.uuid())) {
      throw ApiException.invalid("'%s' is not a uuid".formatted(request.uuid()));
    }
    end(SESSION.UUID.eq(request.uuid()).and(within(call.caller())), transaction);
    return new EmptyReply();
  }

  /** Which one asks is known to the thread that it asks on, before the transaction. */
  private Change<RevokeOtherSessions, RevokeOtherSessions.Reply> revokeOthers(
      RevokeOtherSessions request, Call call) {
    Condition own = SESSION.ACCOUNT_UUID.eq(call.caller().accountUuid());
    Condition others = Origin.current().session().map(SESSION.DIGEST::ne).orElse(DSL.noCondition());
    return (same, again, transaction) ->
        new RevokeOtherSessions.Reply(end(own.and(others), transaction));
  }

  private int end(Condition which, Transaction transaction) {
    List<String> digests =
        transaction.sql().select(SESSION.DIGEST).from(SESSION).where(which).fetch(SESSION.DIGEST);
    transaction.sql().deleteFrom(SESSION).where(which).execute();
    transaction.afterCommit(() -> sessions.forget(digests));
    return digests.size();
  }
}
