package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.system.EventTable.EVENT;

import org.strongroom.api.inventory.EventInventory;
import org.strongroom.server.query.Mapping;

final class EventMapping {
  private EventMapping() {}

  static Mapping<EventInventory> mapping() {
    return Mapping.of(EventInventory.class, EVENT)
        .uuid("uuid", EVENT.UUID)
        .instant("time", EVENT.TIME)
        .text("resourceType", EVENT.RESOURCE_TYPE)
        .uuid("resourceUuid", EVENT.RESOURCE_UUID)
        .text("resourceName", EVENT.RESOURCE_NAME)
        .text("what", EVENT.WHAT)
        .text("from", EVENT.FROM_VALUE)
        .text("to", EVENT.TO_VALUE)
        .text("reason", EVENT.REASON)
        .number("count", EVENT.OCCURRENCES)
        .instant("firstTime", EVENT.FIRST_TIME)
        .text("requestId", EVENT.REQUEST_ID)
        .uuid("jobUuid", EVENT.JOB_UUID)
        .madeAt(EVENT.TIME)
        .key(EVENT.UUID)
        .done();
  }
}
