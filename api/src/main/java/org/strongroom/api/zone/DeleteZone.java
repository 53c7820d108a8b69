package org.strongroom.api.zone;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes a zone; its backup storages are detached and stay. */
@Operation(
    summary = "Deletes a zone; its backup storages are detached and stay.",
    method = HttpMethod.DELETE,
    path = "/zones/{uuid}",
    messagePackage = "org.zstack.header.zone",
    command = "zone delete")
public record DeleteZone(
    @Parameter(value = "the zone", required = true, named = ResourceType.ZONE) String uuid,
    @Parameter(
            value =
                "Permissive stops at the first thing that cannot be done; Enforcing goes through"
                    + " and records what it had to leave",
            choices = {"Permissive", "Enforcing"},
            defaultValue = "Permissive")
        String deleteMode)
    implements Request<EmptyReply> {}
