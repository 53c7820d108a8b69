package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.JobGround;

/** Jobs of backup nodes and of the image backups on them. */
final class BackupNodeJobs {
  private BackupNodeJobs() {}

  /** By the names of their operations. */
  static Map<String, EveryJob.Preparation> all() {
    Map<String, EveryJob.Preparation> all = new HashMap<>();
    all.put("RegisterBackupNode", BackupNodeJobs::registerNode);
    all.put("UpdateBackupNode", BackupNodeJobs::updateNode);
    all.put("DeregisterBackupNode", BackupNodeJobs::deregisterNode);
    all.put("DiscoverBackupNode", BackupNodeJobs::discover);
    all.put("ExportImageBackup", BackupNodeJobs::export);
    all.put("ImportImageBackup", BackupNodeJobs::importBackup);
    all.put("DeleteImageBackup", BackupNodeJobs::deleteBackup);
    all.put("UploadImageBackup", BackupNodeJobs::upload);
    all.put("DownloadImageBackup", BackupNodeJobs::download);
    return all;
  }

  private static Prepared registerNode(JobGround ground) {
    Map<String, Object> values = ground.newNode();
    return Prepared.of(
        values,
        () -> {
          assertThat(ground.storages())
              .filteredOn(row -> row.get(BACKUP_STORAGE.NAME).equals(values.get("displayName")))
              .hasSize(1);
          ground.removeNodes();
        });
  }

  private static Prepared updateNode(JobGround ground) {
    BackupNodeInventory node = ground.backupNode();
    return Prepared.of(
        Map.of("id", node.id(), "userId", "another"),
        () ->
            assertThat(ground.storage(node.uuid()).get(BACKUP_STORAGE.USERNAME))
                .isEqualTo("another"));
  }

  private static Prepared deregisterNode(JobGround ground) throws Exception {
    BackupNodeInventory node = ground.backupNode();
    Path root = ground.root(node.uuid());
    Path left = Files.writeString(root.resolve("left.ova.manifest.json"), "of an OVA");
    Path foreign = Files.writeString(root.resolve("foreign"), "somebody else's");
    return Prepared.of(
        Map.of("id", node.id(), "uninstall", true),
        () -> {
          assertThat(left).doesNotExist();
          assertThat(foreign).exists();
          assertThat(root.resolve(".strongroom-storage")).doesNotExist();
          Files.delete(foreign);
          Files.delete(root);
        });
  }

  private static Prepared discover(JobGround ground) throws Exception {
    ImageInventory image = ground.image(ground.fileSystem().uuid());
    BackupNodeInventory node = ground.backupNode();
    ImageBackupInventory known = ground.export(node, image);
    ImageBackupInventory gone = ground.export(node, image);
    Path root = ground.root(node.uuid());
    ground.own(Files.copy(root.resolve(known.path()), root.resolve("found.ova")));
    Files.delete(root.resolve(gone.path()));
    return Prepared.of(
        Map.of("id", node.id()),
        () -> {
          assertThat(ground.backupStatus(known.uuid())).isEqualTo("available");
          assertThat(ground.backupPaths(node.uuid())).contains("found.ova");
          ground.removeNodes();
        });
  }

  private static Prepared export(JobGround ground) throws Exception {
    ImageInventory image = ground.image(ground.place().uuid());
    BackupNodeInventory node = ground.backupNode();
    return Prepared.of(
        Map.of("name", "backup", "imageUuid", image.uuid(), "backupHost", Long.toString(node.id())),
        () -> {
          assertThat(ground.backupStatuses(node.uuid())).contains("available");
          assertThat(JobGround.files(ground.root(node.uuid()))).hasSize(1);
          ground.removeNodes();
        });
  }

  private static Prepared importBackup(JobGround ground) throws Exception {
    BackupStorageInventory from = ground.fileSystem();
    BackupStorageInventory to = ground.place();
    ImageInventory image = ground.image(from.uuid());
    BackupNodeInventory node = ground.backupNode();
    ImageBackupInventory backup = ground.export(node, image);
    return Prepared.of(
        Map.of(
            "name", "imported", "imageBackupUuid", backup.uuid(), "backupStorageUuid", to.uuid()),
        () -> {
          assertThat(ground.backupStatus(backup.uuid())).isEqualTo("available");
          assertThat(JobGround.files(ground.root(to.uuid()))).hasSize(2);
          ground.removeNodes();
        });
  }

  private static Prepared deleteBackup(JobGround ground) throws Exception {
    ImageInventory image = ground.image(ground.fileSystem().uuid());
    BackupNodeInventory node = ground.backupNode();
    ImageBackupInventory backup = ground.export(node, image);
    return Prepared.of(
        Map.of("uuid", backup.uuid()),
        () -> {
          assertThat(JobGround.files(ground.root(node.uuid()))).isEmpty();
          ground.removeNodes();
        });
  }

  private static Prepared upload(JobGround ground) throws Exception {
    ImageInventory image = ground.image(ground.fileSystem().uuid());
    BackupNodeInventory node = ground.backupNode();
    BucketInventory bucket = ground.bucket();
    ImageBackupInventory backup = ground.export(node, image);
    return Prepared.of(
        Map.of("uuid", backup.uuid(), "bucketUuid", bucket.uuid()),
        () -> {
          assertThat(ground.objects(bucket.bucketName())).hasSize(1);
          assertThat(ground.backupStatus(backup.uuid())).isEqualTo("available");
          ground.removeNodes();
        });
  }

  private static Prepared download(JobGround ground) throws Exception {
    ImageInventory image = ground.image(ground.fileSystem().uuid());
    BackupNodeInventory node = ground.backupNode();
    BucketInventory bucket = ground.bucket();
    ImageBackupInventory backup = ground.export(node, image);
    ground.succeed("UploadImageBackup", Map.of("uuid", backup.uuid(), "bucketUuid", bucket.uuid()));
    // as if it had been found in the bucket
    Files.delete(ground.root(node.uuid()).resolve(backup.path()));
    ground.database.write(transaction -> {
      var sql = transaction.sql();
      sql.update(BACKUP_STORAGE)
          .set(BACKUP_STORAGE.USED_CAPACITY, 0L)
          .where(BACKUP_STORAGE.UUID.eq(node.uuid()))
          .execute();
      return sql.update(IMAGE_BACKUP)
          .setNull(IMAGE_BACKUP.STORAGE_UUID)
          .setNull(IMAGE_BACKUP.PATH)
          .where(IMAGE_BACKUP.UUID.eq(backup.uuid()))
          .execute();
    });
    return Prepared.of(
        Map.of("uuid", backup.uuid(), "backupHost", Long.toString(node.id())),
        () -> {
          assertThat(JobGround.files(ground.root(node.uuid()))).hasSize(1);
          assertThat(ground.backupStatus(backup.uuid())).isEqualTo("available");
          ground.removeNodes();
        });
  }
}
