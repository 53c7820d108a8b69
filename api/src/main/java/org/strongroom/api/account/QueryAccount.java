package org.strongroom.api.account;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.AccountInventory;

/** Finds accounts. */
@Operation(
    summary = "Finds accounts.",
    method = HttpMethod.GET,
    path = {"/accounts", "/accounts/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.identity",
    command = "user list")
public record QueryAccount(Query query) implements Request<QueryReply<AccountInventory>> {}
