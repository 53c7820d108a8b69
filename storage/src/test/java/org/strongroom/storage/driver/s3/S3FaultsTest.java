package org.strongroom.storage.driver.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.s3.bucket.BucketAccess;
import org.strongroom.storage.driver.s3.bucket.BucketCredential;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.testing.HttpGate;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket whose store is busy, or whose calls and answers get lost on their way. */
class S3FaultsTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String ID = "00112233445566778899aabbccddeeff";
  private static final StoragePath FILE = StoragePath.of("dir/file");

  /** Two parts. */
  private static final byte[] CONTENT = new byte[(int) PartSizes.SMALLEST + 1000];

  private static S3ProxyServer store;
  private static S3Client outside;

  private final String name = "faults-" + NUMBER.incrementAndGet();
  private final Connections connections = Connections.toLoopback();
  private HttpGate gate;
  private S3Driver driver;

  @BeforeAll
  static void start() {
    new Random(1).nextBytes(CONTENT);
    store = S3ProxyServer.startOpen(); // signatures name the address of the gate
    outside = store.client();
  }

  @AfterAll
  static void stop() {
    outside.close();
    store.close();
  }

  @BeforeEach
  void open() {
    gate = new HttpGate(store.endpoint());
    outside.createBucket(r -> r.bucket(name));
    driver =
        connections.driver(
            new S3Place(
                new BucketAccess(
                    gate.endpoint(),
                    BucketAccess.DEFAULT_REGION,
                    name,
                    new BucketCredential.AccessKey("key", "secret")),
                "zone",
                S3Place.ObjectOptions.USUAL));
  }

  @AfterEach
  void close() throws IOException {
    driver.close();
    gate.close();
    connections.close();
  }

  /** What may befall a call; each is worth another try. */
  enum Fault {
    BUSY,
    UNHEARD,
    UNANSWERED;

    void give(HttpExchange exchange, HttpGate gate) throws IOException {
      switch (this) {
        case BUSY -> {
          exchange.getRequestBody().readAllBytes();
          HttpGate.reply(exchange, 503, "<Error><Code>SlowDown</Code></Error>".getBytes(UTF_8));
        }
        case UNHEARD -> exchange.close();
        case UNANSWERED -> {
          gate.forward(exchange);
          exchange.close();
        }
      }
    }
  }

  private void write() throws IOException {
    try (AtomicWrite write = driver.create(FILE, ID, CONTENT.length)) {
      write.write(CONTENT, 0, CONTENT.length / 2);
      write.checkpoint();
      write.write(CONTENT, CONTENT.length / 2, CONTENT.length - CONTENT.length / 2);
      write.commit();
    }
  }

  private List<String> keys() {
    return outside.listObjectsV2(r -> r.bucket(name)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private int uploads() {
    return outside.listMultipartUploads(r -> r.bucket(name)).uploads().size();
  }

  /** Not even an upload whose name was in the answer that got lost. */
  @ParameterizedTest
  @EnumSource
  void whateverBefallsOneCallNothingIsLeft(Fault fault) throws IOException {
    boolean reached = true;
    int stride = fault == Fault.UNANSWERED ? 1 : 3; // what was done twice leaves more than the rest
    for (int call = 1; reached; call += stride) {
      BooleanSupplier come = gate.answerNth(call, exchange -> fault.give(exchange, gate));
      write();
      reached = come.getAsBoolean();
      gate.forget();
      assertThat(keys()).as("%s of call %d", fault, call).containsExactly("zone/dir/file");
      assertThat(uploads()).as("uploads after %s of call %d", fault, call).isZero();
      assertThat(
              outside
                  .getObjectAsBytes(r -> r.bucket(name).key("zone/dir/file"))
                  .asByteArrayUnsafe())
          .isEqualTo(CONTENT);
      driver.delete(FILE);
    }
  }

  @Test
  void aStoreThatStaysBusyIsToldWithItsOwnWords() throws IOException {
    gate.answer("PUT .*partNumber.*", 1000, exchange -> Fault.BUSY.give(exchange, gate));
    assertFails(Reason.UNREACHABLE, this::write).hasMessageContaining("503 (SlowDown");
    assertThat(gate.asked("PUT .*partNumber=1.*")).isEqualTo(Connections.PATIENCE.attempts());
    driver.abandon(FILE, ID);
    assertThat(keys()).isEmpty();
    assertThat(uploads()).isZero();
  }
}
