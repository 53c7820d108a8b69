package org.strongroom.server.bucket;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.WriteTrial;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.client.Patience;

/** Tries buckets before anything is stored of them. */
final class BucketTrial {
  private final BucketConnector connector;

  BucketTrial(BucketConnector connector) {
    this.connector = connector;
  }

  /** A bucket for somebody who waits. */
  Bucket open(BucketAccess access) {
    return connector.open(access, Patience.SHORT);
  }

  /**
   * Makes sure that a bucket is there and can be written to.
   *
   * @throws ApiException BS.1500 with the reason
   */
  void run(BucketAccess access) throws InterruptedIOException {
    try (Bucket bucket = open(access)) {
      new WriteTrial(bucket).run();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  static ApiException failed(IOException e) {
    return new ApiException(
        ErrorCode.CANNOT_CONNECT, "the bucket can not be used: " + e.getMessage());
  }
}
