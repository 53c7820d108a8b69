package org.strongroom.api.account;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.CallerInventory;

/** Tells whose session a call is made with. */
@Operation(
    summary = "Tells whose session the call is made with.",
    method = HttpMethod.GET,
    path = "/accounts/caller-identity",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "session whoami")
public record GetCallerIdentity() implements Request<InventoryReply<CallerInventory>> {}
