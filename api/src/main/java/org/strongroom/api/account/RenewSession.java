package org.strongroom.api.account;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.SessionInventory;

/** Sets how long a session lasts from now. */
@Operation(
    summary = "Sets how long a session lasts from now.",
    method = HttpMethod.PUT,
    path = "/accounts/sessions/{sessionUuid}/renew",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.identity",
    command = "session renew")
public record RenewSession(
    @Parameter(value = "the session", required = true) String sessionUuid,
    @Parameter(value = "seconds from now; the usual time if not given", min = 60, max = 31536000)
        @Nullable Long duration)
    implements Request<InventoryReply<SessionInventory>> {}
