package org.strongroom.api.volume;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeInventory;

/** Changes a volume; a new url or log-in is tried before anything is stored. */
@Operation(
    summary = "Changes a volume; a new url or log-in is tried before anything is stored.",
    method = HttpMethod.PUT,
    path = "/volumes/{uuid}/actions",
    since = "1.0",
    command = "volume update")
public record UpdateVolume(
    @Parameter(value = "the volume", required = true, resource = ResourceType.VOLUME) String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(value = "the zone that it is in", resource = ResourceType.ZONE)
        @Nullable String zoneUuid,
    @Parameter("where it can be read and restored to from now on") @Nullable String url,
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
                "format of the bytes at the url; read from its header if not given. Bytes of a file"
                    + " that are not known to be a disk are taken only if they are said to be raw",
            choices = {"qcow2", "raw", "vmdk", "vhd", "vhdx", "vdi"})
        @Nullable String format)
    implements Request<InventoryReply<VolumeInventory>> {}
