package org.strongroom.server.event;

import static org.strongroom.server.catalog.EventTable.EVENT;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;

/** Writes what happens to resources, with the reason, in the transaction in which it happens. */
public final class EventLog {
  private final InstantSource clock;

  public EventLog(InstantSource clock) {
    this.clock = clock;
  }

  public void write(Event event, Call call, Transaction transaction) {
    transaction
        .insertInto(EVENT)
        .set(EVENT.UUID, Uuid.random())
        .set(EVENT.TIME, clock.millis())
        .set(EVENT.RESOURCE_TYPE, event.type().entityName())
        .set(EVENT.RESOURCE_UUID, event.resourceUuid())
        .set(EVENT.RESOURCE_NAME, event.resourceName())
        .set(EVENT.WHAT, event.what())
        .set(EVENT.FROM_VALUE, shortened(event.from()))
        .set(EVENT.TO_VALUE, shortened(event.to()))
        .set(EVENT.REASON, shortened(event.reason()))
        .set(EVENT.REQUEST_ID, call.requestId())
        .set(EVENT.JOB_UUID, call.jobUuid())
        .execute();
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= 2048 ? text : text.substring(0, 2047) + "…";
  }

  /**
   * Something that happened.
   *
   * @param resourceUuid null if it happens to none that is there
   * @param what such as {@code StatusChanged}, {@code StateChanged}, {@code Created}, {@code
   *     Deleted}
   */
  public record Event(
      ResourceType type,
      @Nullable String resourceUuid,
      @Nullable String resourceName,
      String what,
      @Nullable String from,
      @Nullable String to,
      @Nullable String reason) {

    public static Event created(ResourceType type, String uuid, String name) {
      return new Event(type, uuid, name, "Created", null, null, null);
    }

    public static Event deleted(ResourceType type, String uuid, String name) {
      return new Event(type, uuid, name, "Deleted", null, null, null);
    }
  }
}
