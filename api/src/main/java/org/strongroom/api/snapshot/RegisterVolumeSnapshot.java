package org.strongroom.api.snapshot;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;

/** Makes a snapshot of a volume known that exists elsewhere, once it could be read. */
@Operation(
    summary =
        "Makes a snapshot of a volume known that exists elsewhere, such as one of LVM or an export"
            + " of RBD, once it could be read; BackupVolumeSnapshot then backs it up.",
    method = HttpMethod.POST,
    path = "/volume-snapshots",
    since = "1.0",
    command = "snapshot register")
public record RegisterVolumeSnapshot(
    @Parameter(
            value = "the volume that it shows",
            required = true,
            resource = ResourceType.VOLUME,
            positional = true)
        String volumeUuid,
    @Parameter(
            value =
                "where it can be read: file:///path, ssh://user@host/path, https://host/path or an"
                    + " export of an NBD server. #snapshot=name behind it is an internal snapshot of a"
                    + " qcow2 image. On the server of the volume, its user and secret"
                    + " need not be given again",
            required = true)
        String url,
    @Parameter(value = "what to call it; without it as the volume", maxLength = 255)
        @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(value = "user of the server, which may stand in the url too", maxLength = 255)
        @Nullable String username,
    @Parameter(
            value = "password of the user, which may stand in the url too",
            maxLength = 1024,
            secret = true)
        @Nullable String password,
    @Parameter(
            value = "SSH private key of the user in PEM or OpenSSH form, instead of a password",
            maxLength = 16384,
            secret = true)
        @Nullable String privateKey,
    @Parameter(
            value =
                "SHA-256 fingerprint of the SSH host key to expect, as ssh-keygen -l prints it;"
                    + " without it the first key seen is trusted",
            maxLength = 255)
        @Nullable String hostKeyFingerprint,
    @Parameter(
            value =
                "format of the bytes at the url; read from the header of a file if not given, raw"
                    + " for devices and exports",
            choices = {"qcow2", "raw", "vmdk", "vhd", "vhdx", "vdi"})
        @Nullable String format,
    NewResource resource)
    implements Request<InventoryReply<VolumeSnapshotInventory>> {}
