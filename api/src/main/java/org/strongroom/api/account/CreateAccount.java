package org.strongroom.api.account;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.AccountInventory;

/** Creates an account. */
@Operation(
    summary = "Creates an account.",
    method = HttpMethod.POST,
    path = "/accounts",
    messagePackage = "org.zstack.header.identity",
    command = "user create")
public record CreateAccount(
    @Parameter(value = "what to call it", required = true, maxLength = 255, positional = true)
        String name,
    @Parameter(
            value = "SHA-512 of the password: 128 hexadecimal digits, lower case",
            required = true,
            maxLength = 255,
            secret = true)
        String password,
    @Parameter(
            value = "what it may do: all, or what is its own",
            choices = {"SystemAdmin", "Normal"},
            defaultValue = "Normal")
        String type,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    NewResource resource)
    implements Request<InventoryReply<AccountInventory>> {}
