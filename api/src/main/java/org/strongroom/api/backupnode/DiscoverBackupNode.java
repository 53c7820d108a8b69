package org.strongroom.api.backupnode;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/** Finds the OVAs that lie on a backup node (Discover image OVAs on a backup node). */
@Operation(
    summary = "Finds the OVAs that lie on a backup node (Discover image OVAs on a backup node).",
    method = HttpMethod.PUT,
    path = "/backup-nodes/{id}/actions",
    timeoutSeconds = 86400,
    since = "1.0",
    command = "backup-node discover")
public record DiscoverBackupNode(
    @Parameter(value = "number of the node", required = true, min = 1) long id)
    implements Request<DiscoverBackupNode.Reply> {
  /**
   * What was found.
   *
   * @param ovaCount sound OVAs that lie on the node now
   * @param imageBackupUuids the image backup of each
   * @param broken files that look like OVAs and are none, with the reason
   */
  public record Reply(long ovaCount, List<String> imageBackupUuids, List<BrokenOva> broken) {}

  /**
   * A file that is no sound OVA.
   *
   * @param path below the node's directory
   * @param reason for its owner to read
   */
  public record BrokenOva(String path, String reason) {}
}
