package org.strongroom.api.image;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.ImageInventory;

/** Finds images. */
@Operation(
    summary = "Finds images.",
    method = HttpMethod.GET,
    path = {"/images", "/images/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    command = "image list")
public record QueryImage(Query query) implements Request<QueryReply<ImageInventory>> {}
