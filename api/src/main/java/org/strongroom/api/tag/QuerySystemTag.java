package org.strongroom.api.tag;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.SystemTagInventory;

/** Finds system tags. */
@Operation(
    summary = "Finds system tags.",
    method = HttpMethod.GET,
    path = {"/system-tags", "/system-tags/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.tag",
    command = "system-tag list")
public record QuerySystemTag(Query query) implements Request<QueryReply<SystemTagInventory>> {}
