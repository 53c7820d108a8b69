package org.strongroom.server.bucket;

/**
 * A registered bucket.
 *
 * @param name what its project calls it
 * @param bucketName what the object store calls it
 */
public record BucketRow(
    String uuid, String projectUuid, String name, String type, String bucketName) {

  /** The bucket in messages: its name and uuid. */
  public String label() {
    return "bucket '" + name + "' (" + uuid + ")";
  }
}
