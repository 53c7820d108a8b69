package org.strongroom.server;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jooq.Record;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.repository.GetRepositoryPassword;
import org.strongroom.server.catalog.Database;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;

/** Volumes, and their snapshots in repositories. */
public abstract class VolumeGround extends StorageGround {
  VolumeGround(
      Path directory,
      Optional<OpenSshServer> sshd,
      S3ProxyServer s3,
      Optional<GroundStore> store,
      Database database)
      throws IOException {
    super(directory, sshd, s3, store, database);
  }

  /** The snapshots of a volume, the oldest first. */
  public abstract List<VolumeSnapshotInventory> snapshots(String volumeUuid);

  /** A disk of this machine, of 3 MB, a third of them zeros. */
  public Path newDisk() throws IOException {
    Path disks = Files.createDirectories(directory.resolve("disks")).toRealPath();
    Path disk = disks.resolve(next("disk") + ".raw");
    byte[] bytes = new byte[3_000_000];
    new Random(number).nextBytes(bytes);
    Arrays.fill(bytes, 1 << 20, 2 << 20, (byte) 0);
    Files.write(disk, bytes);
    allow(disks.toString());
    return disk;
  }

  /** The parameters that register one. */
  public Map<String, Object> newVolume() throws IOException {
    return new HashMap<>(
        Map.of("name", next("volume"), "url", "file://" + newDisk(), "format", "raw"));
  }

  /** Registers a disk of this machine, and tells the volume's uuid. */
  public String volume(Path disk) {
    return uuid(
        succeed(
            "RegisterVolume",
            Map.of("name", next("volume"), "url", "file://" + disk, "format", "raw")));
  }

  /** Backs a volume up onto a new storage. */
  public VolumeSnapshotInventory snapshot(String volumeUuid) throws IOException {
    return snapshot(volumeUuid, storage().uuid());
  }

  public VolumeSnapshotInventory snapshot(String volumeUuid, String storageUuid) {
    return made("BackupVolume", Map.of("uuid", volumeUuid, "backupStorageUuid", storageUuid));
  }

  public String repositoryPassword(String storageUuid) {
    return ((GetRepositoryPassword.Reply)
            answer("GetRepositoryPassword", Map.of("uuid", storageUuid)))
        .password();
  }

  /** The catalog forgets what lies in the repository of a storage, and its password. */
  public void loseRepository(String storageUuid) {
    database.write(transaction -> {
      var sql = transaction.sql();
      long bytes =
          sql.select(REPOSITORY.BYTES)
              .from(REPOSITORY)
              .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
              .fetchSingle(REPOSITORY.BYTES);
      sql.deleteFrom(REPOSITORY).where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid)).execute();
      sql.deleteFrom(VOLUME_SNAPSHOT_COPY)
          .where(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storageUuid))
          .execute();
      sql.deleteFrom(VOLUME_SNAPSHOT)
          .where(
              VOLUME_SNAPSHOT.UUID.notIn(
                  sql.select(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID).from(VOLUME_SNAPSHOT_COPY)))
          .and(VOLUME_SNAPSHOT.ACCESS.isNull())
          .execute();
      return sql.update(BACKUP_STORAGE)
          .set(BACKUP_STORAGE.USED_CAPACITY, BACKUP_STORAGE.USED_CAPACITY.minus(bytes))
          .where(BACKUP_STORAGE.UUID.eq(storageUuid))
          .execute();
    });
  }

  /** Restores a snapshot into a new file of this machine. */
  public Path restored(String snapshotUuid) {
    Path to = directory.resolve("disks").resolve(next("restored"));
    succeed("RestoreVolumeSnapshot", Map.of("uuid", snapshotUuid, "to", "file://" + to));
    return to;
  }

  /** Which files of this machine may be named. */
  public void allow(String whitelist) {
    succeed(
        "UpdateGlobalConfig",
        Map.of(
            "category", "image",
            "name", "download.localPath.whitelist",
            "value", whitelist));
    succeed(
        "UpdateGlobalConfig",
        Map.of(
            "category", "image",
            "name", "download.localPath.blacklist",
            "value", "/etc"));
  }

  public List<Record> volumes() {
    return database.read(sql -> List.copyOf(sql.select(VOLUME.fields()).from(VOLUME).fetch()));
  }
}
