package org.strongroom.storage.driver.swift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.swift.session.SwiftAccess;
import org.strongroom.storage.driver.swift.session.SwiftCall;

/** Who may use a container, how much of it, and for how long. */
class SwiftAccountsTest extends SwiftFilesBed {
  // The storage itself

  @Test
  void tokensThatEndUnderWayAreRenewed() throws IOException {
    byte[] content = random(600_000);
    try (AtomicWrite write = driver.create(path("file"), ID, content.length)) {
      write.write(content, 0, 300_000);
      SwiftPlace.server().expireTokens();
      write.write(content, 300_000, 300_000);
      SwiftPlace.server().expireTokens();
      write.commit();
    }
    SwiftPlace.server().expireTokens();
    assertThat(read("file")).isEqualTo(content);
    SwiftPlace.server().expireTokens();
    assertThat(driver.ping(Duration.ofSeconds(10))).isNotNull();
  }

  @Test
  void withoutQuotaItIsUnlimited() throws IOException {
    assertThat(driver.ping(Duration.ofSeconds(10))).isEqualTo(Capacity.unlimited());
  }

  @Test
  void tellsTheQuotaAndThatItIsFull() throws IOException {
    try (SwiftPlace alone = SwiftPlace.alone()) {
      driver = alone.driver(alone.access("images"));
      write("file", random(100_000));
      SwiftStore outside = alone.store();
      outside
          .calls()
          .succeed(
              SwiftCall.container("POST", outside.segments())
                  .with("X-Container-Meta-Quota-Bytes", "150000"));
      assertThat(driver.capacity()).isEqualTo(new Capacity(150_000, 150_000 - 100_000));
      assertFails(Reason.NO_SPACE, () -> write("more", random(200_000)))
          .hasMessageContaining("quota");
      assertThat(alone.objects()).containsExactly("images/file");
      driver.checkWritable();
    }
  }

  @Test
  void saysWhatIsWrongWithTheContainer() throws IOException {
    SwiftAccess access = place.access("");
    var missing =
        new SwiftAccess(
            access.authUrl(),
            access.login(),
            access.region(),
            access.endpointInterface(),
            "not there",
            "",
            false,
            Optional.empty());
    assertFails(Reason.NOT_FOUND, () -> place.driver(missing).connect())
        .hasMessageContaining("createContainer=true");
    assertFails(Reason.NOT_FOUND, () -> place.driver(missing).reconnect());
    var policy =
        new SwiftAccess(
            access.authUrl(),
            access.login(),
            access.region(),
            access.endpointInterface(),
            "not there",
            "",
            true,
            Optional.of("golden"));
    assertFails(Reason.FAILED, () -> place.driver(policy).connect()).hasMessageContaining("golden");
  }

  @Test
  void anAccountThatHasBothContainersByAclUsesThem() throws IOException {
    try (SwiftPlace alone = SwiftPlace.alone()) {
      SwiftStore outside = alone.store();
      for (String container : List.of(outside.files(), outside.segments())) {
        outside
            .calls()
            .succeed(
                SwiftCall.container("POST", container)
                    .with("X-Container-Read", "test:reader,.rlistings")
                    .with("X-Container-Write", "test:reader"));
      }
      var server = SwiftPlace.server();
      driver = alone.driver(alone.access(server.authUrl(), server.reader(), ""));
      driver.connect();
      write("file", random(100_000));
      assertThat(read("file")).isEqualTo(random(100_000));
      driver.delete(path("file"));
      assertThat(alone.segments()).isEmpty();
    }
  }

  @Test
  void saysThatCredentialsAreWrongOrHaveNoRight() throws IOException {
    var server = SwiftPlace.server();
    var wrong = new org.strongroom.testing.S3Server.Login("test:owner", "wrong");
    assertFails(
        Reason.CREDENTIALS_REJECTED,
        () -> place.driver(place.access(server.authUrl(), wrong, "")).connect());
    assertFails(
            Reason.PERMISSION_DENIED,
            () -> place.driver(place.access(server.authUrl(), server.reader(), "")).connect())
        .hasMessageContaining("403");
  }
}
