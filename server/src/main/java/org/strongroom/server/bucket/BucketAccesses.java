package org.strongroom.server.bucket;

import java.net.URI;
import java.util.Optional;
import org.strongroom.server.secret.Vault;
import org.strongroom.storage.driver.s3.BucketAccess;
import org.strongroom.storage.driver.s3.BucketCredential;
import org.strongroom.storage.driver.s3.BucketCredential.AccessKey;
import org.strongroom.storage.driver.s3.BucketCredential.IbmApiKey;

/** How buckets are reached, out of their rows, where secrets lie encrypted. */
final class BucketAccesses {
  private final Vault vault;

  BucketAccesses(Vault vault) {
    this.vault = vault;
  }

  BucketAccess of(BucketRow row) {
    String text = vault.decrypt(row.credential(), purpose(row.uuid()));
    BucketCredential credential =
        switch (row.type()) {
          case S3 -> {
            int end = text.indexOf('\n');
            yield new AccessKey(text.substring(0, end), text.substring(end + 1));
          }
          case IBM_COS ->
              new IbmApiKey(
                  text,
                  Optional.ofNullable(row.authEndpoint())
                      .map(URI::create)
                      .orElse(IbmApiKey.AUTH_ENDPOINT),
                  Optional.ofNullable(row.resourceCrn()));
        };
    return new BucketAccess(
        URI.create(row.endpoint()),
        Optional.ofNullable(row.region()).orElse(BucketAccess.DEFAULT_REGION),
        row.bucketName(),
        credential);
  }

  /** The secret as it is kept in the row of this bucket, and of no other. */
  String seal(String uuid, BucketCredential credential) {
    String text =
        switch (credential) {
          case AccessKey(String accessKey, String secretKey) -> accessKey + "\n" + secretKey;
          case IbmApiKey key -> key.apiKey();
        };
    return vault.encrypt(text, purpose(uuid));
  }

  private static String purpose(String uuid) {
    return "bucket:" + uuid;
  }
}
