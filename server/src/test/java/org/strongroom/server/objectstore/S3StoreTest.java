package org.strongroom.server.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ApiException;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectLock;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectOptions;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketAccess.Addressing;
import org.strongroom.storage.driver.s3.call.BucketCredential.AccessKey;

/** What is kept of a storage in a bucket. */
final class S3StoreTest {
  private static S3Store store(Addressing addressing) {
    return new S3Store(
        new S3Place(
            new BucketAccess(
                URI.create("https://s3.example.org"),
                "eu-west-1",
                "images",
                new AccessKey("key", "secret"),
                addressing),
            "zone1",
            new ObjectOptions(
                Optional.of("STANDARD_IA"),
                Optional.of("aws:kms"),
                Optional.of("the-key"),
                Optional.of(new ObjectLock(ObjectLock.Mode.GOVERNANCE, 7)))),
        Optional.of("-----BEGIN CERTIFICATE-----\n…"),
        OptionalLong.of(5));
  }

  @ParameterizedTest
  @EnumSource
  void comesBackOutOfItsRowAsItWas(Addressing addressing) {
    S3Store store = store(addressing);
    assertThat(S3Store.of(store.columns(), store.secret())).isEqualTo(store);
  }

  @Test
  void tellsItsSecretInNoColumn() {
    assertThat(store(Addressing.AUTO).columns().toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
      })
  void whatIsNoCertificateIsRefused(String text) {
    assertThatThrownBy(() -> StoreFields.certificates(text))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("caCertificate");
    assertThat(StoreFields.certificates("")).isEmpty();
  }
}
