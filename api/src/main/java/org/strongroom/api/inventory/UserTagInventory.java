package org.strongroom.api.inventory;

import java.time.Instant;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A user tag. */
@Inventory(schema = "org.zstack.header.tag.UserTagInventory")
public record UserTagInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("the resource it is on") String resourceUuid,
    @Field("entity name of that resource") String resourceType,
    @Field("the text") String tag,
    @Field("always User") String type,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
