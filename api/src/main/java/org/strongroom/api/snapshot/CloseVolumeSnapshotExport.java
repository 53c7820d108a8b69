package org.strongroom.api.snapshot;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/** Ends an export of a volume snapshot. */
@Operation(
    summary =
        "Ends an export of a volume snapshot, at whichever server of several it is: whoever reads it"
            + " is cut off, within seconds if another server is asked. One that is over is success.",
    method = HttpMethod.DELETE,
    path = "/volume-snapshot-exports/{export}",
    mode = Mode.SYNC,
    since = "1.0",
    command = "snapshot close-export")
public record CloseVolumeSnapshotExport(
    @Parameter(value = "uuid of the export", required = true, maxLength = Parameter.UUID_LENGTH)
        String export)
    implements Request<EmptyReply> {}
