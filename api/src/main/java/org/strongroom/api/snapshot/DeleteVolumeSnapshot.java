package org.strongroom.api.snapshot;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes a volume snapshot with all its copies; no other snapshot is harmed. */
@Operation(
    summary = "Deletes a volume snapshot with all its copies; no other snapshot is harmed.",
    method = HttpMethod.DELETE,
    path = "/volume-snapshots/{uuid}",
    messagePackage = "org.zstack.header.storage.snapshot",
    command = "snapshot delete")
public record DeleteVolumeSnapshot(
    @Parameter(value = "the snapshot", required = true, named = ResourceType.VOLUME_SNAPSHOT)
        String uuid,
    @Parameter(
            value =
                "Permissive stops at the first thing that cannot be done; Enforcing goes through"
                    + " and records what it had to leave",
            choices = {"Permissive", "Enforcing"},
            defaultValue = "Permissive")
        String deleteMode)
    implements Request<EmptyReply> {}
