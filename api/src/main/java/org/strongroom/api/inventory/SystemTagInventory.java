package org.strongroom.api.inventory;

import java.time.Instant;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A system tag. */
@Inventory(schema = "org.zstack.header.tag.SystemTagInventory")
public record SystemTagInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("the resource it is on") String resourceUuid,
    @Field("entity name of that resource") String resourceType,
    @Field("the text") String tag,
    @Field("always System") String type,
    @Field("whether it came with the resource and can not be deleted") boolean inherent,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
