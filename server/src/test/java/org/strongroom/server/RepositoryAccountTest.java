package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.testing.S3ProxyServer;

/**
 * Works that cross on one repository: each measures it, or knows what it took away, at a time of
 * its own. What is used is right as soon as they have ended.
 */
class RepositoryAccountTest {
  private static S3ProxyServer s3;

  @TempDir private Path directory;
  private JobGround ground;
  private String storage;
  private String volume;

  @BeforeAll
  static void start() {
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @BeforeEach
  void open() throws Exception {
    ground = new JobGround(directory, Optional.empty(), s3);
    storage = ground.fileSystem().uuid();
    volume = ground.volume(ground.newDisk());
    ground.snapshot(volume, storage);
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
  }

  private interface Work {
    void run() throws Exception;
  }

  /**
   * Holds a job at one of its calls to the storage while another work is done.
   *
   * @return the held one, which there may not have been
   */
  private NthCall cross(int call, String operation, Map<String, Object> values, Work meanwhile)
      throws Exception {
    NthCall pause = new NthCall(call, NthCall.Fate.PAUSED);
    ground.node().nth = pause;
    try {
      String job = ground.start(operation, values);
      pause.awaitReached(() -> ground.isOver(job));
      ground.node().nth = NthCall.never();
      meanwhile.run();
      pause.goOn();
      JobGround.reply(ground.end(job));
    } finally {
      pause.goOn();
    }
    ground.assertSound();
    return pause;
  }

  private void deleteOldest() {
    VolumeSnapshotInventory oldest = ground.snapshots(volume).getFirst();
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", oldest.uuid()));
  }

  /** It has two copies: one is gone while the other waits. */
  @Test
  void aBackupEndsWhileASnapshotIsBeingDeleted() throws Exception {
    String other = ground.fileSystem().uuid();
    boolean isHeld = true;
    for (int n = 1; isHeld; n++) {
      String uuid = ground.snapshot(volume, storage).uuid();
      ground.succeed("BackupVolumeSnapshot", Map.of("uuid", uuid, "backupStorageUuid", other));
      Work backups =
          () -> {
            ground.snapshot(volume, storage);
            ground.snapshot(volume, other);
          };
      isHeld = cross(n, "DeleteVolumeSnapshot", Map.of("uuid", uuid), backups).isReached();
    }
  }

  /** It lists what is there with its last calls. */
  @Test
  void aSnapshotIsDeletedWhileABackupMeasures() throws Exception {
    Map<String, Object> values = Map.of("uuid", volume, "backupStorageUuid", storage);
    int calls = cross(0, "BackupVolume", values, () -> {}).calls();
    for (int n = calls - 5; n <= calls; n++) {
      cross(n, "BackupVolume", values, this::deleteOldest);
      ground.snapshot(volume, storage);
    }
  }

  private boolean isInDoubt() {
    return ground.database.read(sql ->
        sql.select(REPOSITORY.MEASURE_DUE)
            .from(REPOSITORY)
            .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storage))
            .fetchSingle(REPOSITORY.MEASURE_DUE));
  }

  /** What was measured is late by then: it settles nothing, and the next one does. */
  @Test
  void aNodeThatWasPausedWhileItMeasuredLeavesTheAccountInDoubt() throws Exception {
    ground.snapshot(volume, storage);
    doubt();
    NthCall pause = new NthCall(4, NthCall.Fate.PAUSED);
    ground.node().nth = pause;
    Thread measuring = Thread.ofVirtual().start(ground::measureRepositories);
    try {
      assertThat(pause.awaitReached(() -> !measuring.isAlive())).isTrue();
      ground.node().nth = NthCall.never();
      deleteOldest();
    } finally {
      pause.goOn();
    }
    measuring.join();
    assertThat(isInDoubt()).isTrue();
    ground.assertSound();
    assertThat(isInDoubt()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS", "FAILS"})
  void aStorageThatDoesNotTellIsAskedAgain(NthCall.Fate fate) throws Exception {
    Path stray = ground.root(storage).resolve("repository/index").resolve("f".repeat(64));
    Files.write(stray, new byte[1234]);
    doubt();
    ground.node().nth = new NthCall(3, fate);
    assertThatThrownBy(ground::measureRepositories).hasMessageContaining("injected");
    ground.node().nth = NthCall.never();
    assertThat(isInDoubt()).isTrue();
    ground.assertSound();
  }

  @Test
  void anotherDirectoryInThePlaceOfTheStorageIsNotMeasured() throws Exception {
    doubt();
    long before = used();
    Path root = ground.root(storage);
    Path away = root.resolveSibling("away");
    Files.move(root, away);
    Files.createDirectory(root);
    assertThatThrownBy(ground::measureRepositories).isInstanceOf(AssertionError.class);
    assertThat(used()).as("nothing lies there, but it is not the storage").isEqualTo(before);
    Files.delete(root);
    Files.move(away, root);
    ground.assertSound();
  }

  private void doubt() {
    ground.database.write(transaction -> {
      RepositoryRoom.inDoubt(storage, transaction);
      return true;
    });
  }

  private long used() {
    return ground.storage(storage).get(BACKUP_STORAGE.USED_CAPACITY);
  }

  /** Else each deletion of thousands would have all files of the repository listed. */
  @Test
  void worksOneAfterTheOtherLeaveNoDoubt() {
    ground.snapshot(volume, storage);
    deleteOldest();
    ground.succeed("CleanRepository", Map.of("uuid", storage));
    assertThat(isInDoubt()).isFalse();
  }
}
