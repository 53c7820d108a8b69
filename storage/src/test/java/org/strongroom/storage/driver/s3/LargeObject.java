package org.strongroom.storage.driver.s3;

import java.io.IOException;
import java.net.URI;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;

/**
 * A process that writes zeros into a bucket and reads them back, with as little memory as it has.
 */
final class LargeObject {
  private LargeObject() {}

  /**
   * Prints the SHA-256 of what came back.
   *
   * @param args url of the store, and MiB
   */
  public static void main(String[] args) throws IOException {
    byte[] zeros = new byte[1 << 20];
    long mebibytes = Long.parseLong(args[1]);
    StoragePath file = StoragePath.of("zeros");
    var access =
        new BucketAccess(
            URI.create(args[0]),
            BucketAccess.DEFAULT_REGION,
            "bucket",
            new BucketCredential.AccessKey("key", "secret"));
    try (Connections connections = Connections.toLoopback();
        S3Driver driver =
            connections.driver(new S3Place(access, "zone", S3Place.ObjectOptions.USUAL))) {
      try (AtomicWrite write = driver.create(file, "0".repeat(32), mebibytes << 20)) {
        for (long i = 0; i < mebibytes; i++) {
          write.write(zeros, 0, zeros.length);
        }
        write.commit();
      }
      System.out.println(driver.digest(file, DigestAlgorithm.SHA256, done -> {}));
    }
  }
}
