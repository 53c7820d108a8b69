package org.strongroom.api.snapshot;

import java.util.List;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes copies of a volume snapshot; it goes with its last one. */
@Operation(
    summary =
        "Deletes copies of a volume snapshot from backup storages; it goes with its last one.",
    method = HttpMethod.PUT,
    path = "/volume-snapshots/{uuid}/actions",
    messagePackage = "org.zstack.header.storage.snapshot",
    command = "snapshot delete-from")
public record DeleteVolumeSnapshotFromBackupStorage(
    @Parameter(value = "the snapshot", required = true, resource = ResourceType.VOLUME_SNAPSHOT)
        String uuid,
    @Parameter(
            value = "the storages whose copies are meant",
            required = true,
            resource = ResourceType.BACKUP_STORAGE)
        List<String> backupStorageUuids,
    @Parameter(
            value =
                "Permissive stops at the first thing that cannot be done; Enforcing goes through"
                    + " and records what it had to leave",
            choices = {"Permissive", "Enforcing"},
            defaultValue = "Permissive")
        String deleteMode)
    implements Request<EmptyReply> {}
