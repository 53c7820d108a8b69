package org.strongroom.api.tag;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.UserTagInventory;

/** Puts a user tag on a resource. */
@Operation(
    summary = "Puts a user tag on a resource.",
    method = HttpMethod.POST,
    path = "/user-tags",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.tag",
    command = "tag create")
public record CreateUserTag(
    @Parameter(
            value = "entity name of the kind of resource, such as BackupStorageVO",
            required = true,
            maxLength = 255)
        String resourceType,
    @Parameter(value = "the resource", required = true, maxLength = 255, kindIn = "resourceType")
        String resourceUuid,
    @Parameter(value = "any text", required = true, maxLength = 2048, positional = true) String tag)
    implements Request<InventoryReply<UserTagInventory>> {}
