package org.strongroom.api.job;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Tells how far a running call is. */
@Operation(
    summary = "Tells how far a running call is.",
    method = HttpMethod.GET,
    path = "/task-progresses/{apiId}",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.core.progress",
    command = "job progress")
public record GetTaskProgress(
    @Parameter(value = "uuid of the call's job", required = true, named = ResourceType.LONG_JOB)
        String apiId,
    @Parameter(value = "all steps so far instead of the last", defaultValue = "false") boolean all)
    implements Request<GetTaskProgress.Reply> {
  /** What is known; empty before the first step. */
  public record Reply(List<TaskProgressInventory> inventories, boolean success) {}
}
