package org.strongroom.api.bucket;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Lists the OVAs in a bucket. */
@Operation(
    summary = "Lists the OVAs in a bucket.",
    method = HttpMethod.GET,
    path = "/buckets/{uuid}/images",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "bucket images")
public record GetBucketImages(
    @Parameter(value = "the bucket", required = true, resource = ResourceType.BUCKET) String uuid)
    implements Request<GetBucketImages.Reply> {
  /** The objects whose names end as those of OVAs do. */
  public record Reply(List<BucketImage> images) {}

  /**
   * An object.
   *
   * @param size bytes
   * @param sha256 of the OVA, if it was uploaded by a Strongroom
   */
  public record BucketImage(
      String objectName, long size, Instant lastModified, @Nullable String sha256) {}
}
