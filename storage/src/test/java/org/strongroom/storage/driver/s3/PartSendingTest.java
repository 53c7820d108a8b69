package org.strongroom.storage.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.PartInMemory;
import org.strongroom.storage.driver.s3.bucket.PartSum;
import org.strongroom.testing.S3Server;

class PartSendingTest {
  private static final int LENGTH = 64 << 20;

  /** A write that is closed by another thread right then: what it took would be gone for all. */
  @Test
  void whatWasStoppedTakesNoMemoryAndIsNotSent() throws Exception {
    byte[] bytes = new byte[LENGTH];
    try (var connections = Connections.toLoopback(Duration.ofSeconds(5));
        Bucket bucket =
            connections.open(
                URI.create("http://127.0.0.1:9"), "bucket", new S3Server.Login("key", "secret"))) {
      for (int i = 0; i < 100; i++) { // more than there is memory for
        var stopped =
            new PartSending(
                bucket, new PartInMemory("key", "upload", 1, bytes, LENGTH), PartSum.Kind.MD5);
        stopped.stop();
        assertThat(stopped.takeMemory()).isFalse();
        stopped.start();
        assertThatThrownBy(stopped::await)
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("closed");
      }
      var next =
          new PartSending(
              bucket, new PartInMemory("key", "upload", 2, bytes, LENGTH), PartSum.Kind.MD5);
      assertThat(next.takeMemory()).isTrue();
      next.giveMemory();
    }
  }
}
