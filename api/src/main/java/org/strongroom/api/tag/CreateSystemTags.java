package org.strongroom.api.tag;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.SystemTagInventory;

/** Puts several system tags on a resource, all or none. */
@Operation(
    summary = "Puts several system tags on a resource, all or none.",
    method = HttpMethod.POST,
    path = "/system-tags/{resourceUuid}/tags",
    messagePackage = "org.zstack.header.tag")
public record CreateSystemTags(
    @Parameter(value = "the resource", required = true, maxLength = 255, kindIn = "resourceType")
        String resourceUuid,
    @Parameter(
            value = "entity name of the kind of resource, such as BackupStorageVO",
            required = true,
            maxLength = 255)
        String resourceType,
    @Parameter(value = "texts of forms that the system knows", required = true) List<String> tags)
    implements Request<CreateSystemTags.Reply> {
  /** The tags made. */
  public record Reply(List<SystemTagInventory> inventories) {}
}
