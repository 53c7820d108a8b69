package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.ForgetBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;

/** A forgotten storage is nobody's; whose storage it is is told by its marker. */
final class ForgetStorageTest {
  private final Cloud cloud = Cloud.onSqlite();
  private final Cloud other = Cloud.onSqlite();
  @TempDir private Path directory;
  private BackupStorageInventory storage;
  private Path marker;

  @BeforeEach
  void add() {
    storage = cloud.storage(AddFileSystemBackupStorage.class, local(Map.of()));
    marker = directory.resolve("local").resolve(".strongroom-storage");
  }

  @AfterEach
  void close() {
    cloud.close();
    other.close();
  }

  private Map<String, Object> local(Map<String, ?> more) {
    Map<String, Object> request = new HashMap<>(more);
    request.put("name", "local");
    request.put("url", directory.resolve("local").toString());
    return request;
  }

  private ForgetBackupStorage.Reply forget() {
    return (ForgetBackupStorage.Reply)
        cloud.succeed(ForgetBackupStorage.class, Map.of("uuid", storage.uuid()));
  }

  @Test
  void aLivingServersStorageIsNotTakenAndAForgottenOneIs() {
    assertThat(Cloud.cause(other.fail(AddFileSystemBackupStorage.class, local(Map.of()))).details())
        .contains(storage.uuid())
        .contains("takeOver=true");

    assertThat(forget().markerWritten()).isTrue();

    assertThat(cloud.find(storage.uuid())).isEmpty();
    assertThat(cloud.history(storage.uuid())).endsWith("Forgotten");
    assertThat(marker).content().contains("\"forgotten\"").contains("\"forgottenBy\":\"admin\"");
    BackupStorageInventory taken = other.storage(AddFileSystemBackupStorage.class, local(Map.of()));
    assertThat(marker).content().contains(taken.uuid()).doesNotContain("forgotten");
  }

  @Test
  void whoForgotItMayAddItAgainUnderTheSameUuid() {
    forget();

    BackupStorageInventory again =
        cloud.storage(
            AddFileSystemBackupStorage.class, local(Map.of("resourceUuid", storage.uuid())));

    assertThat(again.status()).isEqualTo("Connected");
  }

  @Test
  void oneThatCannotBeReachedIsForgottenToo() throws Exception {
    Files.delete(marker);
    cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));

    assertThat(forget().markerWritten()).isFalse();

    assertThat(cloud.find(storage.uuid())).isEmpty();
    assertThat(marker).doesNotExist();
  }

  @Test
  void whatThisCatalogForgotWithoutSayingSoNeedsNoTakeOver() throws Exception {
    String text = Files.readString(marker);
    Files.delete(marker);
    cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));
    forget();
    Files.writeString(marker, text);

    assertThat(Cloud.cause(cloud.fail(AddFileSystemBackupStorage.class, local(Map.of()))).details())
        .contains("importImages=true");
    cloud.storage(AddFileSystemBackupStorage.class, local(Map.of("importImages", "true")));
  }

  @Test
  void itWaitsForNoOneWhoWritesThere() {
    cloud.database.write(transaction ->
        transaction
            .sql()
            .insertInto(RESERVATION)
            .set(RESERVATION.UUID, "r")
            .set(RESERVATION.BACKUP_STORAGE_UUID, storage.uuid())
            .set(RESERVATION.JOB_UUID, "j")
            .set(RESERVATION.SIZE, 1L)
            .set(RESERVATION.CREATED, 0L)
            .execute());

    assertThat(cloud.fail(ForgetBackupStorage.class, Map.of("uuid", storage.uuid())).details())
        .contains("being written to");
    assertThat(cloud.find(storage.uuid())).isPresent();
  }

  @Test
  void aMarkerOfAnOlderVersionIsBroughtUpToDateWhenTheStorageConnects() throws Exception {
    Files.writeString(marker, "{\"version\":1,\"storageUuid\":\"" + storage.uuid() + "\"}");

    cloud.succeed(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));

    assertThat(marker).content().contains("installation");
  }

  @Test
  void aStorageThatAnotherServerTookByTheSameUuidIsNotOurs() throws Exception {
    Files.writeString(
        marker,
        "{\"version\":1,\"storageUuid\":\"%s\",\"installation\":\"0123456789abcdef0123456789abcdef\"}"
            .formatted(storage.uuid()));

    assertThat(cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid())).details())
        .contains("another Strongroom server");
  }

  @Test
  void deletingLeavesNoMarkerBehind() {
    cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", storage.uuid()));

    assertThat(marker).doesNotExist();
  }
}
