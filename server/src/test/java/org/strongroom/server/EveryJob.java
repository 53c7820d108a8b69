package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;

/**
 * For each operation that is a job: a call that has something to do, and what must be so when it
 * was carried out. Tests of faults go through all of them.
 */
final class EveryJob {
  /** Makes ready what a call needs. */
  interface Preparation {
    Prepared prepare(JobGround ground) throws Exception;
  }

  private static final Map<String, Preparation> ALL = new TreeMap<>();

  /** Those that a real SSH server has no other way for than the pretended ones. */
  private static final Set<String> PRETENDED =
      Set.of(
          "AddFileSystemBackupStorage",
          "ReconnectFileSystemBackupStorage",
          "UpdateSftpBackupStorage",
          "UpdateBackupNode",
          "AcceptBackupStorageHostKey",
          "AddS3BackupStorage",
          "UpdateS3BackupStorage",
          "ReconnectS3BackupStorage",
          "AddSwiftBackupStorage",
          "UpdateSwiftBackupStorage",
          "ReconnectSwiftBackupStorage",
          "RegisterVolume",
          "UpdateVolume",
          "RegisterVolumeSnapshot",
          "ImportRepository",
          "AddRepositoryKey",
          "RemoveRepositoryKey",
          "GetRepositoryKeys",
          "CreateDataVolumeTemplateFromVolume",
          "CreateDataVolumeTemplateFromVolumeSnapshot",
          "RegisterBucket",
          "UpdateBucket",
          "DeregisterBucket");

  static {
    ALL.put(
        "AddFileSystemBackupStorage", ground -> addingWithImages(ground, ground.newFileSystem()));
    ALL.put("AddSftpBackupStorage", ground -> addingWithImages(ground, ground.newSftp()));
    ALL.put("AddS3BackupStorage", ground -> addStore(ground, ground.newS3()));
    ALL.put("UpdateS3BackupStorage", ground -> updateStore(ground, ground.s3()));
    ALL.put("ReconnectS3BackupStorage", ground -> reconnect(ground, ground.s3()));
    ALL.put("AddSwiftBackupStorage", ground -> addStore(ground, ground.newSwift()));
    ALL.put("UpdateSwiftBackupStorage", ground -> updateStore(ground, ground.swift()));
    ALL.put("ReconnectSwiftBackupStorage", ground -> reconnect(ground, ground.swift()));
    ALL.put("TestSftpBackupStorage", EveryJob::testSftp);
    ALL.put("UpdateSftpBackupStorage", EveryJob::updateSftp);
    ALL.put("AcceptBackupStorageHostKey", EveryJob::acceptHostKey);
    ALL.put("ReconnectBackupStorage", ground -> reconnect(ground, ground.storage()));
    ALL.put("ReconnectSftpBackupStorage", ground -> reconnect(ground, ground.sftp()));
    ALL.put("ReconnectFileSystemBackupStorage", ground -> reconnect(ground, ground.fileSystem()));
    ALL.put("VerifyBackupStorage", EveryJob::verifyStorage);
    ALL.put("DeleteBackupStorage", EveryJob::deleteStorage);
    ALL.put("ForgetBackupStorage", EveryJob::forgetStorage);
    ALL.put("RescanBackupStorage", EveryJob::rescan);
    ALL.put("AddImage", EveryJob::addImage);
    ALL.put("DeleteImage", EveryJob::deleteImage);
    ALL.put("ExpungeImage", EveryJob::expunge);
    ALL.put("SyncImageSize", EveryJob::syncSize);
    ALL.put("CalculateImageHash", EveryJob::hash);
    ALL.put("VerifyImage", EveryJob::verifyImage);
    ALL.put("RepairImage", EveryJob::repair);
    ALL.put("CopyImage", EveryJob::copy);
    ALL.put("RegisterBackupNode", EveryJob::registerNode);
    ALL.put("UpdateBackupNode", EveryJob::updateNode);
    ALL.put("DeregisterBackupNode", EveryJob::deregisterNode);
    ALL.put("DiscoverBackupNode", EveryJob::discover);
    ALL.put("ExportImageBackup", EveryJob::export);
    ALL.put("ImportImageBackup", EveryJob::importBackup);
    ALL.put("DeleteImageBackup", EveryJob::deleteBackup);
    ALL.put("UploadImageBackup", EveryJob::upload);
    ALL.put("DownloadImageBackup", EveryJob::download);
    ALL.put("RegisterVolume", EveryJob::registerVolume);
    ALL.put("UpdateVolume", EveryJob::updateVolume);
    ALL.put("BackupVolume", EveryJob::backUpVolume);
    ALL.put("ChangeRepositoryPassword", EveryJob::changeRepositoryPassword);
    ALL.put("RegisterVolumeSnapshot", EveryJob::registerSnapshot);
    ALL.put("BackupVolumeSnapshot", EveryJob::backUpSnapshot);
    ALL.put("CreateRootVolumeTemplateFromRootVolume", ground -> ofVolume(ground, "rootVolumeUuid"));
    ALL.put("CreateDataVolumeTemplateFromVolume", ground -> ofVolume(ground, "volumeUuid"));
    ALL.put("CreateRootVolumeTemplateFromVolumeSnapshot", EveryJob::ofSnapshot);
    ALL.put("CreateDataVolumeTemplateFromVolumeSnapshot", EveryJob::ofSnapshot);
    ALL.put("RestoreVolumeSnapshot", EveryJob::restoreSnapshot);
    ALL.put("CleanRepository", EveryJob::cleanRepository);
    ALL.put("ImportRepository", EveryJob::importRepository);
    ALL.put("AddRepositoryKey", EveryJob::addRepositoryKey);
    ALL.put("RemoveRepositoryKey", EveryJob::removeRepositoryKey);
    ALL.put("GetRepositoryKeys", EveryJob::repositoryKeys);
    ALL.put("VerifyVolumeSnapshot", EveryJob::verifySnapshot);
    ALL.put("DeleteVolumeSnapshot", EveryJob::deleteSnapshot);
    ALL.put("DeleteVolumeSnapshotFromBackupStorage", EveryJob::deleteSnapshotCopy);
    ALL.put("RegisterBucket", EveryJob::registerBucket);
    ALL.put("UpdateBucket", EveryJob::updateBucket);
    ALL.put("DeregisterBucket", EveryJob::deregisterBucket);
  }

  private EveryJob() {}

  /** All of them, or those that {@code -Dstrongroom.jobs=AddImage,…} names. */
  static Set<String> operations() {
    String only = System.getProperty("strongroom.jobs");
    return only == null ? ALL.keySet() : new TreeSet<>(List.of(only.split(",")));
  }

  /** Whether a real SSH server makes a difference to it. */
  static boolean isForServers(String operation) {
    return !PRETENDED.contains(operation);
  }

  static Preparation of(String operation) {
    return ALL.get(operation);
  }

  // --- storages ---

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

  private static Path damage(JobGround ground, ImageInventory image, String storageUuid)
      throws Exception {
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
    return ready(ground, image, storage, Map.of("uuid", storage.uuid(), "verify", true));
  }

  // --- images ---

  private static Prepared addImage(JobGround ground) throws Exception {
    BackupStorageInventory one = ground.storage();
    BackupStorageInventory two = ground.fileSystem();
    Map<String, Object> values = ground.newImage(one.uuid(), two.uuid());
    String uuid = org.strongroom.server.caller.Uuid.random();
    values.put("resourceUuid", uuid);
    return Prepared.of(
        values,
        () -> {
          assertThat(ground.copyStatus(uuid, one.uuid())).isEqualTo("Ready");
          assertThat(ground.copyStatus(uuid, two.uuid())).isEqualTo("Ready");
        });
  }

  private static Prepared deleteImage(JobGround ground) throws Exception {
    ground.succeed(
        "UpdateGlobalConfig",
        Map.of("category", "image", "name", "deletionPolicy", "value", "Direct"));
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    Path root = ground.root(storage.uuid());
    return Prepared.of(
        Map.of("uuid", image.uuid()), () -> assertThat(JobGround.files(root)).isEmpty());
  }

  private static Prepared expunge(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    ground.succeed("DeleteImage", Map.of("uuid", image.uuid()));
    Path root = ground.root(storage.uuid());
    return Prepared.of(
        Map.of("imageUuid", image.uuid()), () -> assertThat(JobGround.files(root)).isEmpty());
  }

  private static Prepared syncSize(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    return ready(ground, image, storage, Map.of("uuid", image.uuid()));
  }

  private static Prepared ready(
      JobGround ground, ImageInventory image, BackupStorageInventory storage, Map<String, ?> call) {
    return Prepared.of(
        call, () -> assertThat(ground.copyStatus(image.uuid(), storage.uuid())).isEqualTo("Ready"));
  }

  private static Prepared hash(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    return ready(
        ground,
        image,
        storage,
        Map.of("uuid", image.uuid(), "backupStorageUuid", storage.uuid(), "algorithm", "SHA256"));
  }

  private static Prepared verifyImage(JobGround ground) throws Exception {
    BackupStorageInventory storage = ground.storage();
    ImageInventory image = ground.image(storage.uuid());
    damage(ground, image, storage.uuid());
    return Prepared.of(
        Map.of("uuid", image.uuid()),
        () -> assertThat(ground.copyStatus(image.uuid(), storage.uuid())).isEqualTo("Damaged"));
  }

  private static Prepared repair(JobGround ground) throws Exception {
    BackupStorageInventory good = ground.fileSystem();
    BackupStorageInventory bad = ground.storage();
    ImageInventory image = ground.image(bad.uuid(), good.uuid());
    String installed =
        image.backupStorageRefs().stream()
            .filter(copy -> copy.backupStorageUuid().equals(bad.uuid()))
            .findFirst()
            .orElseThrow()
            .installPath();
    Path file = ground.file(bad.uuid(), installed);
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.write(bytes.read() ^ 1);
    }
    ground.succeed("VerifyImage", Map.of("uuid", image.uuid()));
    return ready(ground, image, bad, Map.of("uuid", image.uuid()));
  }

  private static Prepared copy(JobGround ground) throws Exception {
    ImageInventory image = ground.image(ground.fileSystem().uuid());
    BackupStorageInventory target = ground.storage();
    return Prepared.of(
        Map.of("uuid", image.uuid(), "backupStorageUuids", List.of(target.uuid())),
        () -> {
          assertThat(ground.copyStatus(image.uuid(), target.uuid())).isEqualTo("Ready");
          assertThat(JobGround.files(ground.root(target.uuid()))).hasSize(2);
        });
  }

  // --- nodes and image backups ---

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

  // --- buckets ---

  private static Prepared registerBucket(JobGround ground) {
    Map<String, Object> values = ground.newBucket();
    return Prepared.of(
        values, () -> assertThat(ground.objects((String) values.get("bucketName"))).isEmpty());
  }

  private static Prepared updateBucket(JobGround ground) {
    Map<String, Object> values = ground.newBucket();
    String uuid = JobGround.uuid(ground.succeed("RegisterBucket", values));
    return Prepared.of(
        Map.of(
            "uuid", uuid,
            "accessKey", values.get("accessKey"),
            "secretKey", values.get("secretKey")),
        () -> assertThat(ground.objects((String) values.get("bucketName"))).isEmpty());
  }

  private static Prepared deregisterBucket(JobGround ground) {
    BucketInventory bucket = ground.bucket();
    return Prepared.of(
        Map.of("uuid", bucket.uuid()),
        () -> assertThat(ground.objects(bucket.bucketName())).isEmpty());
  }

  // --- volumes ---

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
        (org.strongroom.api.repository.AddRepositoryKey.Reply)
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
