package org.strongroom.api.volume;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeInventory;

/** Makes a disk known that is to be backed up, once it could be read. */
@Operation(
    summary = "Makes a disk known that is to be backed up, once it could be read.",
    method = HttpMethod.POST,
    path = "/volumes",
    since = "1.0",
    command = "volume register")
public record RegisterVolume(
    @Parameter(value = "what to call it", required = true, maxLength = 255, positional = true)
        String name,
    @Parameter(
            value =
                "where it can be read and restored to: file:///path of a file or block device of"
                    + " the management server, ssh://user@host/path of one of a Linux server,"
                    + " https://host/path, or an export of an NBD server such as qemu-nbd:"
                    + " nbd://host/export, nbds:// over TLS, nbd+unix:///export?socket=/path",
            required = true)
        String url,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(value = "the zone that it is in", resource = ResourceType.ZONE)
        @Nullable String zoneUuid,
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
                    + " that are not known to be a disk are taken only if they are said to be raw;"
                    + " those of an NBD export are raw if nothing is said",
            choices = {"qcow2", "raw", "vmdk", "vhd", "vhdx", "vdi"})
        @Nullable String format,
    @Parameter(
            value = "what it is for its machine",
            choices = {"Root", "Data"},
            defaultValue = "Data")
        String type,
    NewResource resource)
    implements Request<InventoryReply<VolumeInventory>> {}
