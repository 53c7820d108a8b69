package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.Causes;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/** The failures of a bucket as those of a storage. */
final class S3Reasons {
  private static final Set<String> FULL =
      Set.of("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "StorageFull");
  private static final Set<String> UNKNOWN_LOG_IN =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken");

  private S3Reasons() {}

  interface Call<T> {
    T run() throws IOException;
  }

  interface Action {
    void run() throws IOException;
  }

  static void run(Action action) throws StorageException {
    call(() -> {
      action.run();
      return true;
    });
  }

  /** Runs a call to the store, and tells its failures as a storage's. */
  static <T> T call(Call<T> call) throws StorageException {
    try {
      return call.run();
    } catch (IOException e) {
      throw of(e);
    }
  }

  static StorageException of(IOException failure) {
    if (failure instanceof StorageException told) {
      return told;
    }
    if (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException)) {
      Thread.currentThread().interrupt();
    }
    return new StorageException(reason(failure), String.valueOf(failure.getMessage()), failure);
  }

  private static Reason reason(IOException failure) {
    if (!(failure instanceof BucketException answered)) {
      return failure instanceof SocketTimeoutException ? Reason.TIMED_OUT : Reason.FAILED;
    }
    String code = code(answered);
    if (FULL.contains(code) || status(answered) == 507) {
      return Reason.NO_SPACE;
    }
    return switch (answered.reason()) {
      case UNREACHABLE ->
          Causes.find(failure, ApiCallTimeoutException.class).isPresent()
                  || Causes.find(failure, SocketTimeoutException.class).isPresent()
              ? Reason.TIMED_OUT
              : Reason.UNREACHABLE;
      case DENIED ->
          UNKNOWN_LOG_IN.contains(code) || status(answered) == 401
              ? Reason.CREDENTIALS_REJECTED
              : Reason.PERMISSION_DENIED;
      case NO_SUCH_BUCKET, NOT_FOUND, NO_SUCH_UPLOAD -> Reason.NOT_FOUND;
      case EXISTS -> Reason.EXISTS;
      case REFUSED_ADDRESS, CHANGED, DAMAGED, NOT_KEPT, INVALID_KEY, FAILED -> Reason.FAILED;
    };
  }

  private static String code(BucketException failure) {
    return Causes.find(failure, AwsServiceException.class)
        .map(AwsServiceException::awsErrorDetails)
        .map(details -> details.errorCode())
        .orElse("");
  }

  private static int status(BucketException failure) {
    return Causes.find(failure, AwsServiceException.class)
        .map(AwsServiceException::statusCode)
        .orElse(0);
  }
}
