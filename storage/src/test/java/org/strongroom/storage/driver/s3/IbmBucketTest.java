package org.strongroom.storage.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.storage.driver.s3.TestObject.MIB;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.bucket.WriteTrial;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Buckets of IBM Cloud Object Storage: an API key is changed for tokens, which calls carry. The
 * service itself is not asked: a gate gives and checks tokens, and s3proxy keeps the objects.
 */
class IbmBucketTest {
  private static final String API_KEY = "an-api-key_0123";
  private static final String CRN = "crn:v1:bluemix:public:cloud-object-storage:global:a/1:2::";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
  private final S3ProxyServer store = S3ProxyServer.startOpen();
  private final Connections connections = new Connections(now::get, "127.0.0.0/8");
  private BearerGate gate;

  @BeforeEach
  void open() throws IOException {
    gate = new BearerGate(store.endpoint(), API_KEY);
    try (S3Client outside = store.client()) {
      outside.createBucket(r -> r.bucket("cos"));
    }
  }

  @AfterEach
  void close() throws IOException {
    connections.close();
    gate.close();
    store.close();
  }

  @Test
  void anApiKeyOpensTheBucketByOneToken() throws IOException {
    var ova = new TestObject(11 * MIB, 1);
    try (Bucket bucket = open(API_KEY, gate.authEndpoint())) {
      new WriteTrial(bucket).run();
      ObjectFacts made = bucket.begin(ova.as("ibm.ova"), 5L * MIB).send(ova, TransferListener.NONE);
      try (InputStream in = bucket.readVerified(made)) {
        assertThat(in.readAllBytes()).isEqualTo(ova.bytes());
      }
    }

    assertThat(gate.tokens()).isOne();
    assertThat(gate.instances).isNotEmpty().containsOnly(CRN);
    assertThat(gate.forms.getFirst()).startsWith("application/x-www-form-urlencoded ");
  }

  @Test
  void aTokenIsRenewedBeforeItEnds() throws IOException {
    try (Bucket bucket = open(API_KEY, gate.authEndpoint())) {
      new WriteTrial(bucket).run();
      now.updateAndGet(before -> before.plus(Duration.ofMinutes(54)));
      new WriteTrial(bucket).run();
      assertThat(gate.tokens()).isOne();

      now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
      new WriteTrial(bucket).run();
      assertThat(gate.tokens()).isEqualTo(2);
    }
  }

  @Test
  void aWrongApiKeyIsDeniedAndShownNowhere() throws IOException {
    try (Bucket bucket = open("wrong-api-key", gate.authEndpoint())) {
      BucketConformance.assertFails(new WriteTrial(bucket)::run, Reason.DENIED);
      assertThatThrownBy(new WriteTrial(bucket)::run)
          .hasMessageContaining("does not take the API key")
          .satisfies(
              e -> assertThat(BucketConformance.everythingTold(e)).doesNotContain("wrong-api-key"));
    }
  }

  @Test
  void anAnswerWithoutATokenIsAFailure() throws IOException {
    for (String answer : new String[] {"{}", "<html>", "{\"access_token\":\"a\\nb: c\"}"}) {
      gate.answer = answer;
      try (Bucket bucket = open(API_KEY, gate.authEndpoint())) {
        BucketConformance.assertFails(new WriteTrial(bucket)::run, Reason.FAILED);
      }
    }
  }

  @Test
  void theAddressWhereTokensAreGivenIsGuardedToo() throws IOException {
    try (Bucket bucket = open(API_KEY, URI.create("http://169.254.169.254/identity/token"))) {
      BucketConformance.assertFails(new WriteTrial(bucket)::run, Reason.REFUSED_ADDRESS);
    }
  }

  @Test
  void nobodyWhereTokensAreGivenIsUnreachable() throws IOException {
    try (Bucket bucket = open(API_KEY, URI.create("http://127.0.0.1:1/identity/token"))) {
      BucketConformance.assertFails(new WriteTrial(bucket)::run, Reason.UNREACHABLE);
    }
  }

  private Bucket open(String apiKey, URI authEndpoint) {
    return connections.open(
        gate.endpoint(),
        "cos",
        new BucketCredential.IbmApiKey(apiKey, authEndpoint, Optional.of(CRN)));
  }
}
