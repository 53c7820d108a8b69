package org.strongroom.api.image;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageInventory;

/** Makes an image of a data disk out of a volume snapshot. */
@Operation(
    summary = "Makes an image of a data disk out of a volume snapshot.",
    method = HttpMethod.POST,
    path = "/images/data-volume-templates/from/volume-snapshots/{snapshotUuid}",
    messagePackage = "org.zstack.header.image",
    timeoutSeconds = 259200,
    command = "snapshot data-template")
public record CreateDataVolumeTemplateFromVolumeSnapshot(
    @Parameter(value = "the snapshot", required = true, resource = ResourceType.VOLUME_SNAPSHOT)
        String snapshotUuid,
    @Parameter(value = "what to call the image", required = true, maxLength = 255) String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value = "the storages that will each keep a copy",
            required = true,
            resource = ResourceType.BACKUP_STORAGE)
        List<String> backupStorageUuids,
    @Parameter(
            value =
                "format of the image; raw has the bytes of the disk, qcow2 leaves out its zeros",
            choices = {"raw", "qcow2"},
            defaultValue = "raw",
            since = "1.0")
        String format,
    NewResource resource)
    implements Request<InventoryReply<ImageInventory>> {}
