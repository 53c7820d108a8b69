package org.strongroom.api.volume;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Forgets a volume; its disk stays where it is, and so do its snapshots. */
@Operation(
    summary = "Forgets a volume; its disk stays where it is, and so do its snapshots.",
    method = HttpMethod.DELETE,
    path = "/volumes/{uuid}",
    since = "1.0",
    command = "volume delete")
public record DeleteVolume(
    @Parameter(value = "the volume", required = true, named = ResourceType.VOLUME) String uuid)
    implements Request<EmptyReply> {}
