package org.strongroom.api.account;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes an account that owns nothing and has no jobs under way. */
@Operation(
    summary = "Deletes an account that owns no images, volumes and volume snapshots.",
    method = HttpMethod.DELETE,
    path = "/accounts/{uuid}",
    messagePackage = "org.zstack.header.identity",
    command = "user delete")
public record DeleteAccount(
    @Parameter(value = "the account", required = true, named = ResourceType.ACCOUNT) String uuid,
    @Parameter(
            value =
                "Permissive stops at the first thing that cannot be done; Enforcing goes through"
                    + " and records what it had to leave",
            choices = {"Permissive", "Enforcing"},
            defaultValue = "Permissive")
        String deleteMode)
    implements Request<EmptyReply> {}
