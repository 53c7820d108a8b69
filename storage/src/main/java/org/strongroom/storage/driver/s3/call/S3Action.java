package org.strongroom.storage.driver.s3.call;

/** What a call does, and the right that a key needs for it, as policies name it. */
public enum S3Action {
  OPEN("opening", "s3:ListBucket"),
  LIST("listing", "s3:ListBucket"),
  LIST_UPLOADS("listing", "s3:ListBucketMultipartUploads"),
  LIST_PARTS("writing to", "s3:ListMultipartUploadParts"),
  READ("reading from", "s3:GetObject"),
  READ_LOCKS("reading from", "s3:GetBucketObjectLockConfiguration"),
  WRITE("writing to", "s3:PutObject"),
  WRITE_LOCKED("writing to", "s3:PutObject and s3:PutObjectRetention"),
  DELETE("deleting from", "s3:DeleteObject"),
  ABORT("deleting from", "s3:AbortMultipartUpload");

  private final String doing;
  private final String right;

  S3Action(String doing, String right) {
    this.doing = doing;
    this.right = right;
  }

  /** For messages, such as {@code writing to}. */
  String doing() {
    return doing;
  }

  /** Such as {@code s3:PutObject}. */
  String right() {
    return right;
  }
}
