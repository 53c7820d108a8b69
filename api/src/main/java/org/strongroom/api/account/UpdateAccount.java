package org.strongroom.api.account;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.AccountInventory;

/**
 * Changes the name, description or password of an account; its sessions and tokens end when the
 * password changes.
 */
@Operation(
    summary =
        "Changes the name, description or password of an account; its sessions and tokens end when the password changes.",
    method = HttpMethod.PUT,
    path = "/accounts/{uuid}",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.identity",
    command = "user update")
public record UpdateAccount(
    @Parameter(value = "the account", required = true, resource = ResourceType.ACCOUNT) String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(
            value = "SHA-512 of the new password: 128 hexadecimal digits, lower case",
            maxLength = 255,
            secret = true)
        @Nullable String password,
    @Parameter(
            value = "SHA-512 of the password in force; needed by accounts that change their own",
            maxLength = 255,
            secret = true)
        @Nullable String oldPassword,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description)
    implements Request<InventoryReply<AccountInventory>> {}
