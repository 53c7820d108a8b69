package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** Something that happened to a resource. */
@Inventory(schema = "org.strongroom.header.event.EventInventory")
public record EventInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("when; of what happened repeatedly, the last time") Instant time,
    @Field("entity name of the resource") String resourceType,
    @Field("the resource") @Nullable String resourceUuid,
    @Field("name of the resource at that time") @Nullable String resourceName,
    @Field("what happened, such as StatusChanged") String what,
    @Field("value before") @Nullable String from,
    @Field("value after") @Nullable String to,
    @Field("why") @Nullable String reason,
    @Field(value = "how often it happened in a row", since = "1.0") int count,
    @Field(value = "when it happened first, if more than once", since = "1.0")
        @Nullable Instant firstTime,
    @Field("the request that led to it") @Nullable String requestId,
    @Field("the job that did it; shown to whoever may ask about that job")
        @Nullable String jobUuid) {

  /** The same without the job. */
  public EventInventory withoutJob() {
    return new EventInventory(
        uuid,
        time,
        resourceType,
        resourceUuid,
        resourceName,
        what,
        from,
        to,
        reason,
        count,
        firstTime,
        requestId,
        null);
  }
}
