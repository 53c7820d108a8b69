package org.strongroom.api.job;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** How far a call is. */
@Inventory(schema = "org.zstack.header.core.progress.TaskProgressInventory")
public record TaskProgressInventory(
    @Field("the job") String taskUuid,
    @Field("the operation") String taskName,
    @Field("kind of entry") String type,
    @Field("percent done, as text") String content,
    @Field(value = "bytes done and to do, and the step", since = "1.0")
        @Nullable Map<String, Object> opaque,
    @Field("milliseconds since 1970") long time) {}
