package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.JobGround;

/** Jobs that add, look after and remove storages of every kind. */
final class StorageJobs {
  private StorageJobs() {}

  /** By the names of their operations. */
  static Map<String, EveryJob.Preparation> all() {
    Map<String, EveryJob.Preparation> all = new HashMap<>();
    all.put(
        "AddFileSystemBackupStorage", ground -> addingWithImages(ground, ground.newFileSystem()));
    all.put("AddSftpBackupStorage", ground -> addingWithImages(ground, ground.newSftp()));
    all.put("AddS3BackupStorage", ground -> addStore(ground, ground.newS3()));
    all.put("UpdateS3BackupStorage", ground -> updateStore(ground, ground.s3()));
    all.put("ReconnectS3BackupStorage", ground -> reconnect(ground, ground.s3()));
    all.put("AddSwiftBackupStorage", ground -> addStore(ground, ground.newSwift()));
    all.put("UpdateSwiftBackupStorage", ground -> updateStore(ground, ground.swift()));
    all.put("ReconnectSwiftBackupStorage", ground -> reconnect(ground, ground.swift()));
    all.put("TestSftpBackupStorage", StorageJobs::testSftp);
    all.put("UpdateSftpBackupStorage", StorageJobs::updateSftp);
    all.put("AcceptBackupStorageHostKey", StorageJobs::acceptHostKey);
    all.put("ReconnectBackupStorage", ground -> reconnect(ground, ground.storage()));
    all.put("ReconnectSftpBackupStorage", ground -> reconnect(ground, ground.sftp()));
    all.put("ReconnectFileSystemBackupStorage", ground -> reconnect(ground, ground.fileSystem()));
    all.put("VerifyBackupStorage", StorageJobs::verifyStorage);
    all.put("DeleteBackupStorage", StorageJobs::deleteStorage);
    all.put("ForgetBackupStorage", StorageJobs::forgetStorage);
    all.put("RescanBackupStorage", StorageJobs::rescan);
    return all;
  }

  /** A directory that a forgotten storage has left, with its images. */
  private static Prepared addingWithImages(JobGround ground, Map<String, Object> adding)
      throws Exception {
    String operation =
        adding.containsKey("hostname") ? "AddSftpBackupStorage" : "AddFileSystemBackupStorage";
    Object reply = ground.succeed(operation, adding);
    String former = JobGround.uuid(reply);
    ImageInventory image = ground.image(former);
    Path root = ground.root(former);
    ground.succeed("ForgetBackupStorage", Map.of("uuid", former));
    Map<String, Object> values = new HashMap<>(adding);
    values.put("name", ground.next("again"));
    values.put("importImages", true);
    return Prepared.of(
        values,
        () -> {
          assertThat(ground.storages())
              .filteredOn(row -> row.get(BACKUP_STORAGE.NAME).equals(values.get("name")))
              .singleElement()
              .satisfies(row ->
                  assertThat(ground.copyStatus(image.uuid(), row.get(BACKUP_STORAGE.UUID)))
                      .isEqualTo("Ready"));
          assertThat(JobGround.files(root)).hasSize(2);
        });
  }

  private static Prepared addStore(JobGround ground, Map<String, Object> values) {
    return Prepared.of(
        values,
        () ->
            assertThat(ground.storages())
                .filteredOn(row -> row.get(BACKUP_STORAGE.NAME).equals(values.get("name")))
                .singleElement()
                .satisfies(
                    row -> assertThat(row.get(BACKUP_STORAGE.STATUS)).isEqualTo("Connected")));
  }

  private static Prepared updateStore(JobGround ground, BackupStorageInventory storage) {
    return Prepared.of(
        Map.of("uuid", storage.uuid(), "name", "renamed", "totalCapacity", 1_000_000L),
        () -> {
          assertThat(ground.storage(storage.uuid()).get(BACKUP_STORAGE.NAME)).isEqualTo("renamed");
          assertThat(ground.storage(storage.uuid()).get(BACKUP_STORAGE.GIVEN_CAPACITY))
              .isEqualTo(1_000_000L);
        });
  }

  /** A server in its first hour, which is tried and keeps nothing of that. */
  private static Prepared testSftp(JobGround ground) throws Exception {
    Map<String, Object> values = ground.newSftp();
    values.remove("name");
    values.put("megabytes", 1);
    String url = (String) values.get("url");
    Path above = ground.local(url, (Integer) values.get("sshPort")).getParent();
    Files.createDirectories(above);
    return Prepared.of(
        values,
        () ->
            // a server that was away at a trial's end has the one file of that trial
            assertThat(JobGround.files(above))
                .hasSizeLessThan(2)
                .allMatch(file -> file.getFileName().toString().startsWith(".")));
  }

  private static Prepared updateSftp(JobGround ground) {
    BackupStorageInventory storage = ground.sftp();
    return Prepared.of(
        Map.of("uuid", storage.uuid(), "name", "renamed", "username", "another"),
        () -> {
          assertThat(ground.storage(storage.uuid()).get(BACKUP_STORAGE.USERNAME))
              .isEqualTo("another");
          assertThat(ground.storage(storage.uuid()).get(BACKUP_STORAGE.NAME)).isEqualTo("renamed");
        });
  }

  private static Prepared acceptHostKey(JobGround ground) {
    BackupStorageInventory storage = ground.sftp();
    int port = ground.storage(storage.uuid()).get(BACKUP_STORAGE.SSH_PORT);
    String key = ground.servers().changeKey(port).sha256();
    return Prepared.of(
        Map.of("uuid", storage.uuid(), "hostKeyFingerprint", key),
        () ->
            assertThat(ground.storage(storage.uuid()).get(BACKUP_STORAGE.HOST_KEY))
                .contains(ground.servers().key(port).base64()));
  }

  private static Prepared reconnect(JobGround ground, BackupStorageInventory storage)
      throws Exception {
    // as an older version has left it, so that it is brought up to date
    Path marker = ground.root(storage.uuid()).resolve(".strongroom-storage");
    Files.writeString(marker, "{\"version\":1,\"storageUuid\":\"%s\"}".formatted(storage.uuid()));
    // that is tried and left if it fails
    return Prepared.of(
        Map.of("uuid", storage.uuid()),
        () -> {
          assertThat(marker).content().contains(storage.uuid());
          assertThat(ground.storage(storage.uuid()).get(BACKUP_STORAGE.STATUS))
              .isEqualTo("Connected");
        });
  }

  private static Prepared verifyStorage(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory good = ground.image(storage.uuid());
    ImageInventory bad = ground.image(storage.uuid());
    damage(ground, bad, storage.uuid());
    return Prepared.of(
        Map.of("uuid", storage.uuid()),
        () -> {
          assertThat(ground.copyStatus(good.uuid(), storage.uuid())).isEqualTo("Ready");
          assertThat(ground.copyStatus(bad.uuid(), storage.uuid())).isEqualTo("Damaged");
        });
  }

  static Path damage(JobGround ground, ImageInventory image, String storageUuid) throws Exception {
    Path file = ground.file(storageUuid, image.backupStorageRefs().getFirst().installPath());
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(1000);
      bytes.write(bytes.read() ^ 1);
    }
    return file;
  }

  private static Prepared deleteStorage(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ground.image(storage.uuid());
    Path root = ground.root(storage.uuid());
    return Prepared.of(
        Map.of("uuid", storage.uuid(), "deleteMode", "Permissive"),
        () -> {
          assertThat(ground.storages())
              .noneMatch(row -> row.get(BACKUP_STORAGE.UUID).equals(storage.uuid()));
          assertThat(JobGround.files(root)).isEmpty();
          assertThat(root.resolve(".strongroom-storage")).doesNotExist();
        });
  }

  private static Prepared forgetStorage(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ground.image(storage.uuid());
    Path root = ground.root(storage.uuid());
    return Prepared.of(
        Map.of("uuid", storage.uuid()),
        () -> {
          assertThat(JobGround.files(root)).hasSize(2);
          assertThat(root.resolve(".strongroom-storage")).content().contains("forgotten");
        });
  }

  private static Prepared rescan(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    // a catalog that was restored from before the image
    ground.database.write(transaction -> {
      var sql = transaction.sql();
      sql.deleteFrom(IMAGE_COPY).where(IMAGE_COPY.IMAGE_UUID.eq(image.uuid())).execute();
      sql.deleteFrom(IMAGE).where(IMAGE.UUID.eq(image.uuid())).execute();
      return sql.update(BACKUP_STORAGE)
          .set(BACKUP_STORAGE.USED_CAPACITY, 0L)
          .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
          .execute();
    });
    return ImageJobs.ready(ground, image, storage, Map.of("uuid", storage.uuid(), "verify", true));
  }
}
