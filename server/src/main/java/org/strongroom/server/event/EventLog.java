package org.strongroom.server.event;

import static org.strongroom.server.catalog.system.EventTable.EVENT;

import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ResourceType;
import org.strongroom.api.ShortText;
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
        .set(EVENT.OCCURRENCES, 1)
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

  /**
   * As {@link #write}; but what is among the latest {@code among} events of the resource already,
   * alike in all that it tells, is that event once more: it counts one up and becomes the latest.
   */
  public void writeOrCount(Event event, int among, Call call, Transaction transaction) {
    Condition same =
        event.resourceUuid() == null
            ? EVENT.RESOURCE_UUID.isNull()
            : EVENT.RESOURCE_UUID.eq(event.resourceUuid());
    Optional<Record> earlier =
        transaction
            .sql()
            .select(EVENT.fields())
            .from(EVENT)
            .where(same)
            .orderBy(EVENT.TIME.desc(), EVENT.UUID)
            .limit(among)
            .fetch() // a cursor left half read would keep the catalog from being checkpointed
            .stream()
            .filter(event::isTold)
            .findFirst();
    if (earlier.isEmpty()) {
      write(event, call, transaction);
      return;
    }
    Record row = earlier.get();
    transaction
        .sql()
        .update(EVENT)
        .set(EVENT.TIME, clock.millis())
        .set(EVENT.OCCURRENCES, row.get(EVENT.OCCURRENCES) + 1)
        .set(
            EVENT.FIRST_TIME,
            Objects.requireNonNullElse(row.get(EVENT.FIRST_TIME), row.get(EVENT.TIME)))
        .set(EVENT.REQUEST_ID, call.requestId())
        .set(EVENT.JOB_UUID, call.jobUuid())
        .where(EVENT.UUID.eq(row.get(EVENT.UUID)))
        .execute();
  }

  private static @Nullable String shortened(@Nullable String text) {
    return ShortText.ofAny(text, 2048);
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

    private boolean isTold(Record row) {
      return what.equals(row.get(EVENT.WHAT))
          && type.entityName().equals(row.get(EVENT.RESOURCE_TYPE))
          && Objects.equals(from, row.get(EVENT.FROM_VALUE))
          && Objects.equals(to, row.get(EVENT.TO_VALUE))
          && Objects.equals(shortened(reason), row.get(EVENT.REASON));
    }

    public static Event created(ResourceType type, String uuid, String name) {
      return new Event(type, uuid, name, "Created", null, null, null);
    }

    public static Event deleted(ResourceType type, String uuid, String name) {
      return new Event(type, uuid, name, "Deleted", null, null, null);
    }
  }
}
