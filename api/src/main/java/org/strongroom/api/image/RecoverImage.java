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

/** Brings deleted copies of an image back. */
@Operation(
    summary = "Brings deleted copies of an image back.",
    method = HttpMethod.PUT,
    path = "/images/{imageUuid}/actions",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    command = "image recover")
public record RecoverImage(
    @Parameter(value = "the image", required = true, resource = ResourceType.IMAGE)
        String imageUuid,
    @Parameter(
            value = "the storages whose copies are meant; none means all",
            named = ResourceType.BACKUP_STORAGE)
        List<String> backupStorageUuids)
    implements Request<InventoryReply<ImageInventory>> {}
