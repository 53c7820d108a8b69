package org.strongroom.storage.driver.s3.bucket;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.Causes;
import org.strongroom.storage.driver.s3.call.S3Calls;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Whether a store compares parts with the CRC-32C that comes with them. Stores that do not know it
 * take any, so one is tried that is wrong: by a byte in the place of the first part of an upload
 * that is about to begin, which takes that place afterwards. Found out once as long as the bucket
 * is open. Thread-safe.
 */
public final class CrcTrial {
  private static final Logger log = LoggerFactory.getLogger(CrcTrial.class);
  private static final byte[] TRIED = {1};
  private static final byte[] OTHER = {2};
  private static final int BAD_REQUEST = 400;

  private final S3Calls calls;
  private volatile Optional<Boolean> found = Optional.empty();

  CrcTrial(S3Calls calls) {
    this.calls = calls;
  }

  /** Whether it has not been found that the store does not compare. */
  public boolean isWorthwhile() {
    return found.orElse(true);
  }

  /** The store has given reason to rely on it no more. */
  public void distrust(String why) {
    if (isWorthwhile()) {
      log.info("{}: parts go with their MD5, since {}", calls.access().label(), why);
    }
    found = Optional.of(false);
  }

  /**
   * Finds out, if that was not done before.
   *
   * @param uploadId of an upload that was begun for such sums, and has no parts yet
   * @throws IOException if the store does not answer
   */
  public boolean isPassed(String key, String uploadId) throws IOException {
    if (found.isEmpty()) {
      if (!isRefused(key, uploadId)) {
        distrust("its store does not refuse those whose CRC-32C is wrong");
      } else if (!isTaken(key, uploadId)) {
        distrust("its store does not confirm those whose CRC-32C is right");
      } else {
        found = Optional.of(true);
      }
    }
    return isWorthwhile();
  }

  private boolean isRefused(String key, String uploadId) throws IOException {
    try {
      send(key, uploadId, PartSum.of(PartSum.Kind.CRC32C, OTHER, OTHER.length));
      return false;
    } catch (BucketException e) {
      return status(e) == BAD_REQUEST;
    }
  }

  private boolean isTaken(String key, String uploadId) throws IOException {
    PartSum right = PartSum.of(PartSum.Kind.CRC32C, TRIED, TRIED.length);
    try {
      return right.isConfirmedBy(send(key, uploadId, right));
    } catch (BucketException e) {
      status(e);
      return false;
    }
  }

  /** The store's own. */
  private static int status(BucketException failure) throws BucketException {
    return Causes.find(failure, AwsServiceException.class)
        .map(AwsServiceException::statusCode)
        .orElseThrow(() -> failure);
  }

  private UploadPartResponse send(String key, String uploadId, PartSum sum) throws IOException {
    return new PartInMemory(key, uploadId, 1, TRIED, TRIED.length).send(sum, calls);
  }
}
