package org.strongroom.api.imagebackup;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupInventory;

/** Packs an image, with all images of its group, as an OVA on a backup node. */
@Operation(
    summary = "Packs an image, with all images of its group, as an OVA on a backup node.",
    method = HttpMethod.POST,
    path = "/image-backups",
    timeoutSeconds = 259200,
    since = "1.0",
    command = "image-backup export")
public record ExportImageBackup(
    @Parameter(value = "what to call it", required = true, maxLength = 255) String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value = "the image",
            required = true,
            resource = ResourceType.IMAGE,
            positional = true)
        String imageUuid,
    @Parameter(
            value = "host name, address or number of the backup node; the best without it",
            maxLength = 255)
        @Nullable String backupHost,
    @Parameter("whether it goes on to the node's default bucket; without it if there is one")
        @Nullable Boolean uploadToCos,
    NewResource resource)
    implements Request<InventoryReply<ImageBackupInventory>> {}
