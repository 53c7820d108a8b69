package org.strongroom.storage.driver.s3.call;

import java.net.URI;

/**
 * How a bucket is reached.
 *
 * @param endpoint http or https url of the object store, without user and query
 * @param region that calls are signed for; the store may name another one
 * @param addressing where the bucket is named
 */
public record BucketAccess(
    URI endpoint,
    String region,
    String bucketName,
    BucketCredential credential,
    Addressing addressing) {

  /** Where in a url a bucket is named. */
  public enum Addressing {
    /** In the path; in the host name if the store tells that it takes it nowhere else. */
    AUTO,
    /** {@code https://host/bucket/key}. */
    PATH,
    /** {@code https://bucket.host/key}. */
    VIRTUAL
  }

  /** Named where the store takes it. */
  public BucketAccess(URI endpoint, String region, String bucketName, BucketCredential credential) {
    this(endpoint, region, bucketName, credential, Addressing.AUTO);
  }

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
