package org.strongroom.api.tag;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes a user or system tag. */
@Operation(
    summary = "Deletes a user or system tag.",
    method = HttpMethod.DELETE,
    path = "/tags/{uuid}",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.tag",
    command = "tag delete")
public record DeleteTag(
    @Parameter(
            value = "the tag",
            required = true,
            named = {ResourceType.USER_TAG, ResourceType.SYSTEM_TAG})
        String uuid,
    @Parameter(
            value =
                "Permissive stops at the first thing that cannot be done; Enforcing goes through"
                    + " and records what it had to leave",
            choices = {"Permissive", "Enforcing"},
            defaultValue = "Permissive")
        String deleteMode)
    implements Request<EmptyReply> {}
