package org.strongroom.storage.driver.s3;

import java.net.URI;

/**
 * How a bucket is reached.
 *
 * @param endpoint http or https url of the object store, without user and query
 * @param region that calls are signed for
 */
public record BucketAccess(
    URI endpoint, String region, String bucketName, BucketCredential credential) {
  /** The region of stores that know none. */
  public static final String DEFAULT_REGION = "us-east-1";

  /** The bucket in messages. */
  public String label() {
    return "bucket '%s' at %s".formatted(bucketName, endpoint);
  }

  @Override
  public String toString() {
    return label();
  }
}
