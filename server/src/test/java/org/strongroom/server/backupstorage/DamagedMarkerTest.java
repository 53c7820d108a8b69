package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;

/** A storage's marker rots: nothing is written there, the reason is told, and what to do. */
final class DamagedMarkerTest {
  private final Cloud cloud = Cloud.onSqlite();
  @TempDir private Path directory;
  private Path marker;
  private BackupStorageInventory storage;
  private byte[] good;

  @BeforeEach
  void add() throws IOException {
    storage =
        cloud.storage(
            AddFileSystemBackupStorage.class,
            parameters("name", "local", "url", directory.toString()));
    marker = directory.resolve(".strongroom-storage");
    good = Files.readAllBytes(marker);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private String reasonOver(byte[] bytes) throws IOException {
    Files.write(marker, bytes);
    String reason = refusal();
    assertThat(marker).satisfies(sameBytes(bytes));
    return reason;
  }

  private String refusal() {
    ApiError error = cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));
    BackupStorageInventory now = cloud.show(storage.uuid());
    assertThat(now.status()).isEqualTo("Disconnected");
    assertThat(error.details()).contains(now.statusReason());
    return now.statusReason();
  }

  @Test
  void everyHarmIsToldWithWhatToWriteAndNothingIsReplaced() throws IOException {
    byte[] flipped = good.clone();
    flipped[0] ^= 1;
    for (byte[] harmed :
        new byte[][] {
          flipped, Arrays.copyOf(good, good.length / 2), new byte[good.length], new byte[0],
        }) {
      assertThat(reasonOver(harmed)).contains("is damaged", directory.toString(), storage.uuid());
    }
    Files.delete(marker);
    Files.createDirectory(marker);
    assertThat(refusal()).contains("is damaged", storage.uuid());
    assertThat(marker).isDirectory();
  }

  @Test
  void anotherUuidIsAnotherStorages() throws IOException {
    String other =
        new String(good, StandardCharsets.UTF_8)
            .replace(storage.uuid(), "0123456789abcdef0123456789abcdef");
    assertThat(reasonOver(other.getBytes(StandardCharsets.UTF_8)))
        .contains("belongs to another backup storage");
  }

  @Test
  void whatTheReasonSaysMakesItTheStorageAgain() throws IOException {
    String reason = reasonOver(new byte[0]);
    String told = reason.substring(reason.indexOf('{'), reason.indexOf('}') + 1);
    Files.writeString(marker, told);
    cloud.succeed(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));
    assertThat(cloud.show(storage.uuid()).status()).isEqualTo("Connected");
    assertThat(marker).satisfies(sameBytes(good));
  }
}
