package org.strongroom.server.event;

import static org.strongroom.server.catalog.system.EventTable.EVENT;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.OwnedResources;
import org.strongroom.server.query.Queries;

/**
 * Lets the event log be read. Which job an event came from is told to those who may ask about that
 * job.
 */
public final class EventService {
  private final Database database;
  private final Queries queries;

  public EventService(Database database, Queries queries) {
    this.database = database;
    this.queries = queries;
  }

  public void register(OperationRegistry operations) {
    operations.answer(
        QueryEvent.class,
        (request, caller) -> database.read(sql -> find(sql, request.query(), caller)));
  }

  private QueryReply<EventInventory> find(DSLContext sql, Query query, Caller caller) {
    Condition seen = OwnedResources.seenBy(caller, EVENT.RESOURCE_TYPE, EVENT.RESOURCE_UUID);
    Optional<String> account = caller.limitedTo();
    if (account.isEmpty()) {
      return queries.find(sql, EventInventory.class, query, seen);
    }
    // else conditions on the job, or an order by it, would tell what the rows do not show
    Condition among = asksForJob(query) ? seen.and(ofJobs(account.get())) : seen;
    QueryReply<EventInventory> reply = queries.find(sql, EventInventory.class, query, among);
    List<EventInventory> events = reply.inventories();
    return events == null
        ? reply
        : new QueryReply<>(withOwnJobs(events, account.get(), sql), reply.total(), reply.fields());
  }

  private static boolean asksForJob(Query query) {
    String sort = query.sort() == null ? "" : query.sort();
    return sort.contains("jobUuid") || query.q().stream().anyMatch(q -> q.contains("jobUuid"));
  }

  private static Condition ofJobs(String account) {
    return EVENT.JOB_UUID.in(DSL.select(JOB.UUID).from(JOB).where(JOB.ACCOUNT_UUID.eq(account)));
  }

  private static List<EventInventory> withOwnJobs(
      List<EventInventory> events, String account, DSLContext sql) {
    Set<String> own =
        sql.select(JOB.UUID)
            .from(JOB)
            .where(JOB.UUID.in(events.stream().map(EventInventory::jobUuid).distinct().toList()))
            .and(JOB.ACCOUNT_UUID.eq(account))
            .fetchSet(JOB.UUID);
    return events.stream()
        .map(event -> own.contains(event.jobUuid()) ? event : event.withoutJob())
        .toList();
  }
}
