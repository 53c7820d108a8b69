package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Random;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.JobGround;

/**
 * Jobs after which others do something at once that must stay, although a run of the job that was
 * paused goes on later.
 */
enum FollowedJob {
  /** A machine runs from the disk again when it was restored. */
  RESTORE_OVER_A_DISK("RestoreVolumeSnapshot") {
    @Override
    Prepared prepare(JobGround ground) throws Exception {
      Path disk = ground.newDisk();
      VolumeSnapshotInventory snapshot = ground.snapshot(ground.volume(disk));
      Path broken = ground.newDisk();
      Path expected = disk.resolveSibling(ground.next("in-use"));
      return new Prepared(
          Map.of("uuid", snapshot.uuid(), "to", "file://" + broken),
          () -> {
            assertThat(broken).satisfies(sameBytes(disk));
            byte[] all = new byte[(int) Files.size(broken)];
            new Random(1).nextBytes(all);
            Files.write(broken, all);
            Files.copy(broken, expected);
          },
          () -> assertThat(broken).satisfies(sameBytes(expected)));
    }
  },

  /** The packs that earlier clean-ups condemned go, and the next backup is made meanwhile. */
  CLEAN_UP_THAT_DELETES("CleanRepository") {
    @Override
    Prepared prepare(JobGround ground) throws Exception {
      ground.succeed(
          "UpdateGlobalConfig",
          Map.of("category", "repository", "name", "clean.grace", "value", "0"));
      String storage = ground.storage().uuid();
      Path disk = ground.newDisk();
      String volume = ground.volume(disk);
      VolumeSnapshotInventory gone = ground.snapshot(volume, storage);
      change(disk);
      VolumeSnapshotInventory kept = ground.snapshot(volume, storage);
      Path before = copy(disk, ground);
      ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", gone.uuid()));
      ground.succeed("CleanRepository", Map.of("uuid", storage));
      return new Prepared(
          Map.of("uuid", storage),
          () -> {
            change(disk);
            ground.snapshot(volume, storage);
          },
          () -> {
            assertThat(ground.restored(kept.uuid())).satisfies(sameBytes(before));
            assertThat(ground.restored(ground.snapshots(volume).getLast().uuid()))
                .satisfies(sameBytes(disk));
          });
    }
  },

  /** What a backup that is paused has sent is dead for a clean-up, and what it stands on goes. */
  BACKUP_BEFORE_A_CLEAN_UP("BackupVolume") {
    @Override
    Prepared prepare(JobGround ground) throws Exception {
      ground.succeed(
          "UpdateGlobalConfig",
          Map.of("category", "repository", "name", "clean.grace", "value", "0"));
      String storage = ground.storage().uuid();
      Path disk = ground.newDisk();
      String volume = ground.volume(disk);
      VolumeSnapshotInventory first = ground.snapshot(volume, storage);
      change(disk);
      return new Prepared(
          Map.of("uuid", volume, "backupStorageUuid", storage),
          () -> {
            ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", first.uuid()));
            ground.succeed("CleanRepository", Map.of("uuid", storage));
            ground.succeed("CleanRepository", Map.of("uuid", storage));
          },
          () -> {
            assertThat(ground.snapshots(volume)).hasSize(1);
            assertThat(ground.restored(ground.snapshots(volume).getFirst().uuid()))
                .satisfies(sameBytes(disk));
          });
    }
  },

  /** The password that a paused run made is not the one in use any more. */
  TWO_NEW_PASSWORDS("ChangeRepositoryPassword") {
    @Override
    Prepared prepare(JobGround ground) throws Exception {
      String storage = ground.storage().uuid();
      Path disk = ground.newDisk();
      String volume = ground.volume(disk);
      ground.snapshot(volume, storage);
      return new Prepared(
          Map.of("uuid", storage),
          () -> {
            ground.succeed("ChangeRepositoryPassword", Map.of("uuid", storage));
            change(disk);
            ground.snapshot(volume, storage);
          },
          () -> {
            assertThat(ground.restored(ground.snapshots(volume).getLast().uuid()))
                .satisfies(sameBytes(disk));
            assertThat(JobGround.files(ground.root(storage).resolve("repository/keys"))).hasSize(1);
          });
    }
  };

  private final String operation;

  FollowedJob(String operation) {
    this.operation = operation;
  }

  String operation() {
    return operation;
  }

  abstract Prepared prepare(JobGround ground) throws Exception;

  private static void change(Path disk) throws Exception {
    try (var bytes = new RandomAccessFile(disk.toFile(), "rw")) {
      int begin = bytes.read();
      bytes.seek(0);
      bytes.write(begin + 1);
    }
  }

  private static Path copy(Path disk, JobGround ground) throws Exception {
    Path copy = disk.resolveSibling(ground.next("copy"));
    return Files.copy(disk, copy, StandardCopyOption.REPLACE_EXISTING);
  }
}
