package org.strongroom.api.managementnode;

import java.util.Map;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Request;

/** Tells the time of the server. */
@Operation(
    summary = "Tells the time of the server.",
    method = HttpMethod.PUT,
    path = "/management-nodes/actions",
    mode = Mode.SYNC,
    access = Access.ANONYMOUS,
    messagePackage = "org.zstack.header.managementnode",
    command = "server time")
public record GetCurrentTime() implements Request<GetCurrentTime.Reply> {
  /**
   * Milliseconds since 1970 by {@code MillionSeconds}, and seconds by {@code Seconds}, as existing
   * clients name them.
   */
  public record Reply(Map<String, Long> currentTime, boolean success) {}
}
