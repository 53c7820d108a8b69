package org.strongroom.api.managementnode;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Request;

/** Tells the version. */
@Operation(
    summary = "Tells the version.",
    method = HttpMethod.PUT,
    path = "/management-nodes/actions",
    mode = Mode.SYNC,
    access = Access.ANONYMOUS,
    messagePackage = "org.zstack.header.managementnode",
    command = "server version")
public record GetVersion() implements Request<GetVersion.Reply> {
  /** The version. */
  public record Reply(String version, boolean success) {}
}
