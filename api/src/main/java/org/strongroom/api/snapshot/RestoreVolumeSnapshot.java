package org.strongroom.api.snapshot;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;

/** Writes the disk that a volume snapshot holds to a file or block device. */
@Operation(
    summary =
        "Writes the disk that a volume snapshot holds to a file or block device, each block"
            + " compared with its digest before.",
    method = HttpMethod.PUT,
    path = "/volume-snapshots/{uuid}/actions",
    since = "1.0",
    timeoutSeconds = 259200,
    command = "snapshot restore")
public record RestoreVolumeSnapshot(
    @Parameter(value = "the snapshot", required = true, resource = ResourceType.VOLUME_SNAPSHOT)
        String uuid,
    @Parameter(
            "where to: file:///path, ssh://user@host/path, or an NBD export that can be written to,"
                + " nbd://host/export; without it onto the volume itself. A file that is not there"
                + " is made, with holes where the disk has zeros")
        @Nullable String to,
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
                "format of a file that is made anew; without it raw, and onto the volume itself"
                    + " that of the volume",
            choices = {"raw", "qcow2"})
        @Nullable String format,
    @Parameter(
            value = "of a raw file or device that is there, write only what differs",
            defaultValue = "true")
        boolean changedOnly,
    @Parameter(
            value = "the storage whose copy is read; without it one that is good",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid,
    @Parameter(
            value =
                "bytes in a second that go to or come from storages at most, 1024 or more; without"
                    + " it as many as the setting repository/bandwidth.limit allows",
            min = 1024)
        @Nullable Long bandwidthLimit)
    implements Request<InventoryReply<VolumeSnapshotInventory>> {}
