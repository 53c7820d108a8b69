package org.strongroom.api.tag;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.UserTagInventory;

/** Finds user tags. */
@Operation(
    summary = "Finds user tags.",
    method = HttpMethod.GET,
    path = {"/user-tags", "/user-tags/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.tag",
    command = "tag list")
public record QueryUserTag(Query query) implements Request<QueryReply<UserTagInventory>> {}
