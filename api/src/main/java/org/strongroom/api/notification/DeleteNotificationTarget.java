package org.strongroom.api.notification;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Tells somebody nothing any more. */
@Operation(
    summary = "Tells somebody nothing any more; what waits to be told goes with it.",
    method = HttpMethod.DELETE,
    path = "/notification-targets/{uuid}",
    since = "1.0",
    command = "notification delete")
public record DeleteNotificationTarget(
    @Parameter(value = "the target", required = true, named = ResourceType.NOTIFICATION_TARGET)
        String uuid)
    implements Request<EmptyReply> {}
