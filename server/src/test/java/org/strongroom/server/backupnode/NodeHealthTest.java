package org.strongroom.server.backupnode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.storage.driver.StorageException;

final class NodeHealthTest {
  private static BackupNodeInventory node(
      String state, String status, @Nullable String kind, long available, long free) {
    Instant now = Instant.parse("2021-07-22T07:30:30Z");
    return new BackupNodeInventory(
        "33a35f75885f45ab96ea2626ce9c05a6",
        1,
        "36c27e8ff05c4780bf6d2fa65700f22f",
        "Backupnode235",
        "192.0.2.1",
        22,
        "root",
        "aes-ctr:",
        "zsa333",
        null,
        null,
        state,
        status,
        kind == null ? null : "some text",
        kind,
        1000,
        available,
        free,
        now,
        null,
        now);
  }

  @Test
  void aConnectedNodeWithRoomIsOk() {
    assertThat(NodeHealth.of(node("Enabled", "Connected", null, 50, 50)))
        .isEqualTo(new NodeHealth(NodeHealth.Value.OK, List.of()));
  }

  @Test
  void littleRoomOfEitherKindIsAWarning() {
    NodeHealth low =
        new NodeHealth(
            NodeHealth.Value.WARNING, List.of(new NodeHealth.Reason("free_space", "low")));
    assertThat(NodeHealth.of(node("Enabled", "Connected", null, 49, 900))).isEqualTo(low);
    assertThat(NodeHealth.of(node("Enabled", "Connected", null, 900, 49))).isEqualTo(low);
  }

  @Test
  void aDisabledNodeIsDownOnPurpose() {
    assertThat(NodeHealth.of(node("Disabled", "Connected", null, 1, 1)))
        .isEqualTo(
            new NodeHealth(
                NodeHealth.Value.WARNING,
                List.of(
                    new NodeHealth.Reason("service", "down"),
                    new NodeHealth.Reason("free_space", "low"))));
  }

  @Test
  void nobodyKnowsWhileItIsBeingConnected() {
    assertThat(NodeHealth.of(node("Enabled", "Connecting", null, 0, 0)))
        .isEqualTo(new NodeHealth(NodeHealth.Value.UNKNOWN, List.of()));
  }

  @Test
  void aLostNodeStaysCriticalWhileItIsConnectedAnew() {
    assertThat(NodeHealth.of(node("Enabled", "Connecting", "HOST_KEY_CHANGED", 0, 0)).value())
        .isEqualTo(NodeHealth.Value.CRITICAL);
  }

  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, connection, unreachable",
    "TIMED_OUT, connection, unreachable",
    ", connection, unreachable",
    "HOST_KEY_CHANGED, host_key, changed",
    "CREDENTIALS_REJECTED, credentials, rejected",
    "NO_SPACE, free_space, low",
    "FAILED, directory, unusable",
    "PERMISSION_DENIED, directory, unusable"
  })
  void aLostNodeIsCriticalForItsReason(@Nullable String kind, String property, String value) {
    assertThat(NodeHealth.of(node("Enabled", "Disconnected", kind, 900, 900)))
        .isEqualTo(
            new NodeHealth(
                NodeHealth.Value.CRITICAL, List.of(new NodeHealth.Reason(property, value))));
  }

  @ParameterizedTest
  @EnumSource(StorageException.Reason.class)
  void everyKindOfFailureIsAReason(StorageException.Reason kind) {
    assertThat(NodeHealth.of(node("Enabled", "Disconnected", kind.name(), 0, 0)).reasons())
        .hasSize(1);
  }
}
