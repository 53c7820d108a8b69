package org.strongroom.api.image;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageInventory;

/** Changes what is known of an image. */
@Operation(
    summary = "Changes what is known of an image.",
    method = HttpMethod.PUT,
    path = "/images/{uuid}/actions",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    command = "image update")
public record UpdateImage(
    @Parameter(value = "the image", required = true, resource = ResourceType.IMAGE) String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(value = "guest operating system", maxLength = 255) @Nullable String guestOsType,
    @Parameter(
            value = "what it is good for",
            choices = {"RootVolumeTemplate", "ISO", "DataVolumeTemplate"})
        @Nullable String mediaType,
    @Parameter(
            value = "format of the image",
            choices = {"raw", "qcow2", "iso"})
        @Nullable String format,
    @Parameter("image of a system virtual machine") @Nullable Boolean system,
    @Parameter(
            value = "operating system family",
            choices = {"Linux", "Windows", "Other", "Paravirtualization", "WindowsVirtio"})
        @Nullable String platform,
    @Parameter(
            value = "CPU architecture",
            choices = {"x86_64", "aarch64", "mips64el", "loongarch64", "ppc64", "ppc64le"})
        @Nullable String architecture,
    @Parameter("whether the guest has virtio drivers") @Nullable Boolean virtio)
    implements Request<InventoryReply<ImageInventory>> {}
