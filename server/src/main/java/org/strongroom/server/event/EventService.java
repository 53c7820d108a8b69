package org.strongroom.server.event;

import static org.strongroom.server.catalog.EventTable.EVENT;

import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.OwnedResources;
import org.strongroom.server.query.Queries;

/** Lets the event log be read. */
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
        (request, caller) ->
            database.read(sql ->
                queries.find(
                    sql,
                    EventInventory.class,
                    request.query(),
                    OwnedResources.seenBy(
                        caller.limitedTo(), EVENT.RESOURCE_TYPE, EVENT.RESOURCE_UUID))));
  }
}
