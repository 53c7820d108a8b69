package org.strongroom.api.image;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Tells where and how far the uploads of an image are. */
@Operation(
    summary = "Tells where and how far the uploads of an image are.",
    method = HttpMethod.GET,
    path = "/images/upload-job/details/{imageId}",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    command = "image uploads")
public record GetUploadImageJobDetails(
    @Parameter(value = "the image", required = true, named = ResourceType.IMAGE) String imageId)
    implements Request<GetUploadImageJobDetails.Reply> {
  /** The running uploads; empty if there is none. */
  public record Reply(List<UploadImageJobDetails> existingJobDetails, boolean success) {}
}
