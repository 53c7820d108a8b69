package org.strongroom.api.snapshot;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.VolumeSnapshotExportInventory;

/** Lists the volume snapshots that are served by NBD now. */
@Operation(
    summary =
        "Lists the volume snapshots that the server that is asked serves by NBD now. Their number"
            + " is bounded, so they come all at once.",
    method = HttpMethod.GET,
    path = "/volume-snapshot-exports",
    mode = Mode.SYNC,
    since = "1.0",
    command = "snapshot list-exports")
public record GetVolumeSnapshotExports() implements Request<GetVolumeSnapshotExports.Reply> {
  /**
   * What is served.
   *
   * @param exports the oldest first
   */
  public record Reply(List<VolumeSnapshotExportInventory> exports, boolean success) {}
}
