package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Calls of the SDK to one bucket, with its failures in our words. */
record S3Calls(S3Client client, BucketAccess access, S3Failures failures) implements AutoCloseable {

  String bucket() {
    return access.bucketName();
  }

  /**
   * Makes a call.
   *
   * @param doing what is tried, for errors, such as {@code writing to}
   */
  <T> T call(String doing, Function<S3Client, T> call) throws IOException {
    try {
      return call.apply(client);
    } catch (SdkException | java.io.UncheckedIOException e) {
      throw failures.explain(doing, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return access.label();
  }
}
