package org.strongroom.storage.driver.s3.bucket;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.strongroom.storage.driver.s3.call.BucketAccess;
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
   * @param lock how long files cannot be removed for good
   */
  public record ObjectOptions(
      Optional<String> storageClass,
      Optional<String> encryption,
      Optional<String> encryptionKeyId,
      Optional<ObjectLock> lock) {
    /** As the bucket has it. */
    public static final ObjectOptions USUAL =
        new ObjectOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    void on(PutObjectRequest.Builder request) {
      storageClass.ifPresent(request::storageClass);
      encryption.ifPresent(request::serverSideEncryption);
      encryptionKeyId.ifPresent(request::ssekmsKeyId);
    }

    /** Only files are locked, not what tells of writes that are under way. */
    void on(CreateMultipartUploadRequest.Builder request, Instant now) {
      storageClass.ifPresent(request::storageClass);
      encryption.ifPresent(request::serverSideEncryption);
      encryptionKeyId.ifPresent(request::ssekmsKeyId);
      lock.ifPresent(locked ->
          request
              .objectLockMode(locked.mode().name())
              .objectLockRetainUntilDate(now.plus(Duration.ofDays(locked.days()))));
    }
  }

  /**
   * A lock of new files, in a bucket that keeps versions: what is deleted or replaced stays there
   * for so long.
   *
   * @param days at least 1
   */
  public record ObjectLock(Mode mode, int days) {
    /** Who may end it before its time. */
    public enum Mode {
      /** Whoever has a right of its own for that. */
      GOVERNANCE,
      /** Nobody. */
      COMPLIANCE
    }
  }

  /** The place as inventories show it. */
  public String url() {
    String name = "s3://" + bucket.bucketName();
    return prefix.isEmpty() ? name : name + "/" + prefix;
  }

  /** The same, to build keys with: empty, or with a slash at its end. */
  public String directory() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }
}
