package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.swift.SwiftPlace;
import org.strongroom.testing.CuttingProxy;

/** The contract of a storage, in a container of OpenStack Swift by its own API. */
class SwiftDriverTest extends StorageDriverConformance {
  private static final int SEGMENT = 16 << 20;

  private SwiftLocation location;

  @Override
  boolean keepsRepositoriesSoon() {
    return false;
  }

  @Override
  StorageLocation newLocation() throws IOException {
    location = new SwiftLocation(Duration.ofSeconds(20), Duration.ofSeconds(10));
    location.swift.put("a cloud/images of others", new byte[] {1});
    return location;
  }

  @Override
  HangingLocation newHangingLocation() {
    return new SwiftLocation(Duration.ofSeconds(2), Duration.ofMillis(500));
  }

  @Override
  int manyFiles() {
    return 60;
  }

  /** Whatever a test did: no segment stays that nobody knows of, and nothing of others goes. */
  @AfterEach
  void leavesNothingBehind() throws Exception {
    for (StorageEntry entry : driver.list(StoragePath.ROOT)) {
      driver.deleteTree(entry.path());
    }
    assertThat(location.swift.segments()).isEmpty();
    assertThat(location.swift.objects()).containsExactly("a cloud/images of others");
  }

  @Test
  void sendsASegmentAgainThatBrokeOff() throws Exception {
    byte[] content = random(3 * SEGMENT / 2);
    location.proxy.cut(1, SEGMENT / 2);
    try (var write = driver.create(path("file"), WRITE_ID, content.length)) {
      write.write(content, 0, content.length);
      write.commit();
      assertThat(write.isProved()).isTrue(); // no byte of it need be read again
    }
    assertThat(location.proxy.cuts()).isEqualTo(1);
    assertThat(location.content("file")).hasValue(content);
  }

  /** Whoever may write into the container may put anything under a temporary name. */
  @Test
  void touchesNothingElsewhereThatATemporaryNameTellsOf() throws Exception {
    byte[] content = random(3 * SEGMENT / 2);
    store(path("file"), content);
    String theirs = location.swift.segments().getFirst().replaceFirst("[^/]*$", "");
    String forged = "{\"file\":\"other\",\"segments\":\"%s\"}".formatted(theirs);
    String id = "f".repeat(32);
    location.put(TemporaryName.of(id), forged);
    driver.abandon(path("other"), id);
    assertThat(location.content("file")).hasValue(content);
    location.put(TemporaryName.of(id), forged);
    StorageAssertions.assertFails(() -> driver.resume(path("other"), id, SEGMENT, -1));
    assertThat(location.content("file")).hasValue(content);
    driver.abandonEarlier(path("other"), id);
    assertThat(location.content("file")).hasValue(content);
  }

  @Test
  void readsOnWhereABodyBrokeOff() throws Exception {
    byte[] content = random(SEGMENT / 2);
    store(path("file"), content);
    location.proxy.cut(2, SEGMENT / 8);
    assertThat(load(path("file"))).isEqualTo(content);
    assertThat(location.proxy.cuts()).isEqualTo(2);
  }

  /** A container of its own, in which the storage has a prefix. */
  private static final class SwiftLocation implements HangingLocation {
    private static final String PREFIX = "a cloud/images";

    private final Duration patience;
    private final SwiftPlace swift;
    private final CuttingProxy proxy = CuttingProxy.to(SwiftPlace.server().endpoint());

    SwiftLocation(Duration idle, Duration patience) {
      this.patience = patience;
      this.swift = new SwiftPlace(idle);
    }

    @Override
    public StorageDriver newDriver() {
      return swift.driver(proxy.endpoint(), PREFIX, patience);
    }

    @Override
    public Optional<byte[]> content(String path) throws IOException {
      return swift.content(PREFIX + "/" + path);
    }

    @Override
    public void put(String path, byte[] content) throws IOException {
      swift.put(PREFIX + "/" + path, content);
    }

    @Override
    public void hang() {
      proxy.stall();
    }

    @Override
    public void answer() {
      proxy.flow();
    }

    @Override
    public void close() throws IOException {
      proxy.close();
      swift.close();
    }
  }
}
