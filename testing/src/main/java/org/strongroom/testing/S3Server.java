package org.strongroom.testing;

import java.net.URI;
import software.amazon.awssdk.services.s3.S3Client;

/** A real object store on a loopback address that speaks S3. */
public interface S3Server extends AutoCloseable {
  /** Where it answers; the same after a restart. */
  URI endpoint();

  /** Whose buckets they are. */
  Login owner();

  /** Somebody else, who may read what is public and nothing more. */
  Login reader();

  /** Stops answering; what was stored stays. */
  void stop();

  /** Answers again. */
  void restart();

  /** A plain client of the owner, to prepare and to look from outside. The caller closes it. */
  default S3Client client() {
    return PlainS3Client.open(endpoint(), owner());
  }

  @Override
  void close();

  /** An access key and its secret. */
  record Login(String accessKey, String secretKey) {}
}
