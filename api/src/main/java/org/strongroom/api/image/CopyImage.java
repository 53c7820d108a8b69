package org.strongroom.api.image;

import java.util.List;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageInventory;

/** Brings copies of an image onto further backup storages. */
@Operation(
    summary =
        "Copies an image onto further backup storages: read once, from whichever of its copies is"
            + " good, and verified on the way.",
    method = HttpMethod.PUT,
    path = "/images/{uuid}/actions",
    access = Access.ACCOUNT,
    since = "1.0",
    timeoutSeconds = 259200,
    command = "image copy")
public record CopyImage(
    @Parameter(value = "the image", required = true, resource = ResourceType.IMAGE) String uuid,
    @Parameter(
            value =
                "the storages that will each keep a copy; a Damaged copy that one of them has is"
                    + " replaced",
            required = true,
            resource = ResourceType.BACKUP_STORAGE)
        List<String> backupStorageUuids)
    implements Request<InventoryReply<ImageInventory>> {}
