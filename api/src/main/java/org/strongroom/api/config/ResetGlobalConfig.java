package org.strongroom.api.config;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Request;

/** Sets every global configuration to its default. */
@Operation(
    summary = "Sets every global configuration to its default.",
    method = HttpMethod.PUT,
    path = "/global-configurations/actions",
    messagePackage = "org.zstack.core.config",
    command = "config reset")
public record ResetGlobalConfig() implements Request<EmptyReply> {}
