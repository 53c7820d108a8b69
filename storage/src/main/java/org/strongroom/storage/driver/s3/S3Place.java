package org.strongroom.storage.driver.s3;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Where in an object store a storage is.
 *
 * @param prefix what the keys of all its objects begin with, without a slash at either end; empty
 *     if the bucket is its own
 * @param objects how its objects are kept
 */
public record S3Place(BucketAccess bucket, String prefix, ObjectOptions objects) {

  /**
   * What is asked of the store for each object; each is left to the bucket's own settings if empty.
   *
   * @param storageClass such as {@code STANDARD_IA}
   * @param encryption {@code AES256} or {@code aws:kms}
   * @param encryptionKeyId the key for {@code aws:kms}
   */
  public record ObjectOptions(
      Optional<String> storageClass,
      Optional<String> encryption,
      Optional<String> encryptionKeyId) {
    /** As the bucket has it. */
    public static final ObjectOptions USUAL =
        new ObjectOptions(Optional.empty(), Optional.empty(), Optional.empty());

    void on(PutObjectRequest.Builder request) {
      storageClass.ifPresent(request::storageClass);
      encryption.ifPresent(request::serverSideEncryption);
      encryptionKeyId.ifPresent(request::ssekmsKeyId);
    }

    void on(CreateMultipartUploadRequest.Builder request) {
      storageClass.ifPresent(request::storageClass);
      encryption.ifPresent(request::serverSideEncryption);
      encryptionKeyId.ifPresent(request::ssekmsKeyId);
    }
  }

  /** The place as inventories show it. */
  public String url() {
    String name = "s3://" + bucket.bucketName();
    return prefix.isEmpty() ? name : name + "/" + prefix;
  }

  /** The same, to build keys with: empty, or with a slash at its end. */
  String directory() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }
}
