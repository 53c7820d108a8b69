package org.strongroom.api.image;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageInventory;

/** Adds an image to one or several backup storages. */
@Operation(
    summary = "Adds an image to one or several backup storages.",
    method = HttpMethod.POST,
    path = "/images",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    timeoutSeconds = 259200,
    command = "image add")
public record AddImage(
    @Parameter(value = "what to call it", required = true, maxLength = 255) String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value =
                "where the bytes come from: http, https, ftp or sftp url, file:///path on the"
                    + " storage, or upload://name to send them",
            required = true,
            maxLength = 1024)
        String url,
    @Parameter(
            value = "the storages that will each keep a copy",
            required = true,
            resource = ResourceType.BACKUP_STORAGE)
        List<String> backupStorageUuids,
    @Parameter(
            value =
                "format of the image; read from its header if not given, refused if the header says"
                    + " otherwise; what is said to be raw stays so, whatever a guest wrote first."
                    + " Bytes that are not known to be a disk are taken only if they are said to be"
                    + " raw, here or by a name that ends in .raw",
            choices = {"qcow2", "raw", "iso", "vmdk", "vmtx", "vhd", "vhdx", "vdi"})
        @Nullable String format,
    @Parameter(
            value = "what it is good for",
            choices = {"RootVolumeTemplate", "ISO", "DataVolumeTemplate"},
            defaultValue = "RootVolumeTemplate")
        String mediaType,
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
    @Parameter(value = Parameter.WITHOUT_EFFECT, maxLength = 255) @Nullable String type,
    @Parameter(
            value = "SHA-256 that the bytes must have; the call fails otherwise",
            maxLength = 64,
            since = "1.0")
        @Nullable String sha256,
    @Parameter(
            value =
                "format to convert the image to on its way; raw takes as much room as the guest's"
                    + " disk has, qcow2 leaves out its zeros. Kept as it is if not given",
            choices = {"qcow2", "raw"},
            since = "1.0")
        @Nullable String targetFormat,
    NewResource resource)
    implements Request<InventoryReply<ImageInventory>> {}
