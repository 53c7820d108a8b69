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

/** Makes an image of a system disk out of a volume snapshot. */
@Operation(
    summary = "Makes an image of a system disk out of a volume snapshot.",
    method = HttpMethod.POST,
    path = "/images/root-volume-templates/from/volume-snapshots/{snapshotUuid}",
    messagePackage = "org.zstack.header.image",
    timeoutSeconds = 259200,
    command = "snapshot template")
public record CreateRootVolumeTemplateFromVolumeSnapshot(
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
            value = "operating system family",
            choices = {"Linux", "Windows", "Other", "Paravirtualization", "WindowsVirtio"})
        @Nullable String platform,
    @Parameter(value = "guest operating system", maxLength = 255) @Nullable String guestOsType,
    @Parameter(
            value = "CPU architecture",
            choices = {"x86_64", "aarch64", "mips64el", "loongarch64", "ppc64", "ppc64le"})
        @Nullable String architecture,
    @Parameter(value = "image of a system virtual machine", defaultValue = "false") boolean system,
    @Parameter(value = "whether the guest has virtio drivers", defaultValue = "true")
        boolean virtio,
    @Parameter(
            value =
                "format of the image; raw has the bytes of the disk, qcow2 leaves out its zeros",
            choices = {"raw", "qcow2"},
            defaultValue = "raw",
            since = "1.0")
        String format,
    NewResource resource)
    implements Request<InventoryReply<ImageInventory>> {}
