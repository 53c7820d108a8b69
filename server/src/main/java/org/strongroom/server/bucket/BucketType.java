package org.strongroom.server.bucket;

import java.util.Arrays;

/** How an object store is told who calls. */
public enum BucketType {
  /** By an access key and its secret. */
  S3("s3"),
  /** By an IBM Cloud API key. */
  IBM_COS("ibm_cos");

  private final String wireName;

  BucketType(String wireName) {
    this.wireName = wireName;
  }

  /** The name that callers see. */
  public String wireName() {
    return wireName;
  }

  static BucketType of(String wireName) {
    return Arrays.stream(values())
        .filter(type -> type.wireName.equals(wireName))
        .findFirst()
        .orElseThrow();
  }
}
