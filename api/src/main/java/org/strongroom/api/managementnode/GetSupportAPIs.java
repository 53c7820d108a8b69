package org.strongroom.api.managementnode;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Request;

/** Lists the operations. */
@Operation(
    summary = "Lists the operations.",
    method = HttpMethod.PUT,
    path = "/management-nodes/actions",
    mode = Mode.SYNC,
    access = Access.ANONYMOUS,
    messagePackage = "org.zstack.header.managementnode")
public record GetSupportAPIs() implements Request<GetSupportAPIs.Reply> {
  /** Their names. */
  public record Reply(List<String> supportApis, boolean success) {}
}
