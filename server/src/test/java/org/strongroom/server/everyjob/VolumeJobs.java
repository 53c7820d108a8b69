package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.repository.AddRepositoryKey;
import org.strongroom.server.JobGround;

/** Jobs of volumes, their snapshots and the repositories that keep these. */
final class VolumeJobs {
  private VolumeJobs() {}

  /** By the names of their operations. */
  static Map<String, EveryJob.Preparation> all() {
    Map<String, EveryJob.Preparation> all = new HashMap<>();
    all.put("RegisterVolume", VolumeJobs::registerVolume);
    all.put("UpdateVolume", VolumeJobs::updateVolume);
    all.put("BackupVolume", VolumeJobs::backUpVolume);
    all.put("ChangeRepositoryPassword", VolumeJobs::changeRepositoryPassword);
    all.put("RegisterVolumeSnapshot", VolumeJobs::registerSnapshot);
    all.put("BackupVolumeSnapshot", VolumeJobs::backUpSnapshot);
    all.put("CreateRootVolumeTemplateFromRootVolume", ground -> ofVolume(ground, "rootVolumeUuid"));
    all.put("CreateDataVolumeTemplateFromVolume", ground -> ofVolume(ground, "volumeUuid"));
    all.put("CreateRootVolumeTemplateFromVolumeSnapshot", VolumeJobs::ofSnapshot);
    all.put("CreateDataVolumeTemplateFromVolumeSnapshot", VolumeJobs::ofSnapshot);
    all.put("RestoreVolumeSnapshot", VolumeJobs::restoreSnapshot);
    all.put("CleanRepository", VolumeJobs::cleanRepository);
    all.put("ImportRepository", VolumeJobs::importRepository);
    all.put("AddRepositoryKey", VolumeJobs::addRepositoryKey);
    all.put("RemoveRepositoryKey", VolumeJobs::removeRepositoryKey);
    all.put("GetRepositoryKeys", VolumeJobs::repositoryKeys);
    all.put("VerifyVolumeSnapshot", VolumeJobs::verifySnapshot);
    all.put("DeleteVolumeSnapshot", VolumeJobs::deleteSnapshot);
    all.put("DeleteVolumeSnapshotFromBackupStorage", VolumeJobs::deleteSnapshotCopy);
    return all;
  }

  private static Prepared registerVolume(JobGround ground) throws Exception {
    Map<String, Object> values = ground.newVolume();
    return Prepared.of(
        values,
        () ->
            assertThat(ground.volumes())
                .filteredOn(row -> row.get(VOLUME.NAME).equals(values.get("name")))
                .singleElement()
                .satisfies(row -> assertThat(row.get(VOLUME.FORMAT)).isEqualTo("raw")));
  }

  private static Prepared updateVolume(JobGround ground) throws Exception {
    String uuid = JobGround.uuid(ground.succeed("RegisterVolume", ground.newVolume()));
    Map<String, Object> other = ground.newVolume();
    return Prepared.of(
        Map.of("uuid", uuid, "url", other.get("url"), "format", "raw"),
        () ->
            assertThat(ground.volumes())
                .filteredOn(row -> row.get(VOLUME.UUID).equals(uuid))
                .singleElement()
                .satisfies(row -> assertThat(row.get(VOLUME.URL)).isEqualTo(other.get("url"))));
  }

  private static Prepared backUpVolume(JobGround ground) throws Exception {
    Path disk = ground.newDisk();
    String volume = ground.volume(disk);
    BackupStorageInventory storage = ground.storage();
    return Prepared.of(
        Map.of("uuid", volume, "backupStorageUuid", storage.uuid()),
        () -> {
          VolumeSnapshotInventory snapshot = ground.snapshots(volume).getFirst();
          assertThat(ground.snapshots(volume)).hasSize(1);
          assertThat(snapshot.status()).isEqualTo("Ready");
          assertThat(snapshot.backupStorageRefs())
              .singleElement()
              .satisfies(copy -> assertThat(copy.status()).isEqualTo("Ready"));
          assertThat(disk).satisfies(sameBytes(ground.restored(snapshot.uuid())));
        });
  }

  private static Prepared changeRepositoryPassword(JobGround ground) throws Exception {
    Path disk = ground.newDisk();
    BackupStorageInventory storage = ground.storage();
    VolumeSnapshotInventory snapshot = ground.snapshot(ground.volume(disk), storage.uuid());
    String before = ground.repositoryPassword(storage.uuid());
    return Prepared.of(
        Map.of("uuid", storage.uuid()),
        () -> {
          assertThat(ground.repositoryPassword(storage.uuid())).isNotEqualTo(before);
          assertThat(ground.restored(snapshot.uuid())).satisfies(sameBytes(disk));
          assertThat(JobGround.files(ground.root(storage.uuid()).resolve("repository/keys")))
              .hasSize(1);
        });
  }

  private static Prepared importRepository(JobGround ground) throws Exception {
    Path disk = ground.newDisk();
    String volume = ground.volume(disk);
    BackupStorageInventory storage = ground.storage();
    VolumeSnapshotInventory snapshot = ground.snapshot(volume, storage.uuid());
    String password = ground.repositoryPassword(storage.uuid());
    ground.loseRepository(storage.uuid());
    return Prepared.of(
        Map.of("uuid", storage.uuid(), "password", password),
        () -> {
          assertThat(ground.snapshots(volume))
              .singleElement()
              .satisfies(back -> assertThat(back.uuid()).isEqualTo(snapshot.uuid()));
          assertThat(ground.restored(snapshot.uuid())).satisfies(sameBytes(disk));
        });
  }

  private static String newRepository(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ground.snapshot(ground.volume(ground.newDisk()), storage.uuid());
    return storage.uuid();
  }

  private static List<Path> keys(JobGround ground, String storage) {
    return JobGround.files(ground.root(storage).resolve("repository/keys"));
  }

  private static Prepared addRepositoryKey(JobGround ground) throws Exception {
    String storage = newRepository(ground);
    return Prepared.of(
        Map.of("uuid", storage, "password", "for the worst day"),
        () -> assertThat(keys(ground, storage)).hasSize(2));
  }

  private static Prepared removeRepositoryKey(JobGround ground) throws Exception {
    String storage = newRepository(ground);
    var added =
        (AddRepositoryKey.Reply)
            ground.succeed(
                "AddRepositoryKey", Map.of("uuid", storage, "password", "for the worst day"));
    return Prepared.of(
        Map.of("uuid", storage, "keyId", added.keyId()),
        () -> assertThat(keys(ground, storage)).hasSize(1));
  }

  private static Prepared repositoryKeys(JobGround ground) throws Exception {
    String storage = newRepository(ground);
    return Prepared.of(Map.of("uuid", storage), () -> assertThat(keys(ground, storage)).hasSize(1));
  }

  private static Prepared registerSnapshot(JobGround ground) throws Exception {
    String volume = ground.volume(ground.newDisk());
    String url = "file://" + ground.newDisk();
    return Prepared.of(
        Map.of("volumeUuid", volume, "url", url, "format", "raw"),
        () ->
            assertThat(ground.snapshots(volume))
                .singleElement()
                .satisfies(snapshot -> {
                  assertThat(snapshot.status()).isEqualTo("Ready");
                  assertThat(snapshot.primaryStorageInstallPath()).isEqualTo(url);
                }));
  }

  private static Prepared backUpSnapshot(JobGround ground) throws Exception {
    Path disk = ground.newDisk();
    String volume = ground.volume(disk);
    VolumeSnapshotInventory snapshot = ground.snapshot(volume);
    BackupStorageInventory storage = ground.storage();
    return Prepared.of(
        Map.of("uuid", snapshot.uuid(), "backupStorageUuid", storage.uuid()),
        () -> {
          assertThat(ground.snapshots(volume).getFirst().backupStorageRefs())
              .hasSize(2)
              .allMatch(copy -> copy.status().equals("Ready"));
          assertThat(disk).satisfies(sameBytes(ground.restored(snapshot.uuid())));
        });
  }

  private static Prepared ofVolume(JobGround ground, String key) throws Exception {
    Path disk = ground.newDisk();
    String name = ground.next("template");
    return Prepared.of(
        Map.of(
            key,
            ground.volume(disk),
            "name",
            name,
            "backupStorageUuids",
            List.of(ground.storage().uuid())),
        () -> assertThat(ground.fileOfImage(name)).satisfies(sameBytes(disk)));
  }

  private static Prepared ofSnapshot(JobGround ground) throws Exception {
    Path disk = ground.newDisk();
    VolumeSnapshotInventory snapshot = ground.snapshot(ground.volume(disk));
    String name = ground.next("template");
    return Prepared.of(
        Map.of(
            "snapshotUuid", snapshot.uuid(),
            "name", name,
            "backupStorageUuids", List.of(ground.storage().uuid())),
        () -> assertThat(ground.fileOfImage(name)).satisfies(sameBytes(disk)));
  }

  private static Prepared restoreSnapshot(JobGround ground) throws Exception {
    Path disk = ground.newDisk();
    VolumeSnapshotInventory snapshot = ground.snapshot(ground.volume(disk));
    Path to = disk.resolveSibling(ground.next("restored"));
    return Prepared.of(
        Map.of("uuid", snapshot.uuid(), "to", "file://" + to),
        () -> {
          assertThat(to).satisfies(sameBytes(disk));
          assertThat(JobGround.files(disk.getParent()))
              .noneMatch(file -> file.toString().endsWith(".part"));
        });
  }

  private static Prepared verifySnapshot(JobGround ground) throws Exception {
    String volume = ground.volume(ground.newDisk());
    VolumeSnapshotInventory snapshot = ground.snapshot(volume);
    return Prepared.of(
        Map.of("uuid", snapshot.uuid()),
        () ->
            assertThat(ground.snapshots(volume).getFirst().backupStorageRefs())
                .singleElement()
                .satisfies(copy -> assertThat(copy.lastVerified()).isNotNull()));
  }

  /** What is dead in part is moved, and what is dead then is condemned. */
  private static Prepared cleanRepository(JobGround ground) throws Exception {
    Path disk = ground.newDisk();
    String volume = ground.volume(disk);
    BackupStorageInventory storage = ground.storage();
    VolumeSnapshotInventory first = ground.snapshot(volume, storage.uuid());
    try (var bytes = new RandomAccessFile(disk.toFile(), "rw")) {
      int begin = bytes.read();
      bytes.seek(0);
      bytes.write(~begin);
    }
    VolumeSnapshotInventory kept = ground.snapshot(volume, storage.uuid());
    ground.succeed("DeleteVolumeSnapshot", Map.of("uuid", first.uuid()));
    return Prepared.of(
        Map.of("uuid", storage.uuid()),
        () -> {
          assertThat(JobGround.files(ground.root(storage.uuid()).resolve("repository/strongroom")))
              .isNotEmpty();
          assertThat(disk).satisfies(sameBytes(ground.restored(kept.uuid())));
        });
  }

  private static Prepared deleteSnapshot(JobGround ground) throws Exception {
    String volume = ground.volume(ground.newDisk());
    VolumeSnapshotInventory snapshot = ground.snapshot(volume);
    return Prepared.of(
        Map.of("uuid", snapshot.uuid()), () -> assertThat(ground.snapshots(volume)).isEmpty());
  }

  private static Prepared deleteSnapshotCopy(JobGround ground) throws Exception {
    String volume = ground.volume(ground.newDisk());
    VolumeSnapshotInventory snapshot = ground.snapshot(volume);
    String storage = snapshot.backupStorageRefs().getFirst().backupStorageUuid();
    return Prepared.of(
        Map.of("uuid", snapshot.uuid(), "backupStorageUuids", List.of(storage)),
        () -> assertThat(ground.snapshots(volume)).isEmpty());
  }
}
