package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageOperation;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.OddObjectStore;
import org.strongroom.testing.OddObjectStore.Oddity;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Image backups that go into buckets and come back, over a real S3 server. */
final class BucketBackupsTest extends BucketBackupsBed {
  private static final String OTHER_PROJECT = "0123456789ab4cde8f0123456789abcd";

  private List<String> objects() {
    try (S3Client client = s3.client()) {
      return client.listObjectsV2(request -> request.bucket(bucketName)).contents().stream()
          .map(object -> object.key())
          .toList();
    }
  }

  private ImageBackupInventory exportHere() {
    return BackupHouse.backup(
        house.run(
            "ExportImageBackup",
            Map.of("name", "b", "imageUuid", image.uuid(), "uploadToCos", false)));
  }

  private ImageBackupInventory upload(String uuid) {
    return BackupHouse.backup(house.run("UploadImageBackup", Map.of("uuid", uuid)));
  }

  @Test
  void anExportGoesOnToTheDefaultBucketAndIsDeletedThereToo() {
    ImageBackupInventory backup = house.export("b", image.uuid());
    assertThat(backup.bucketUuid()).isEqualTo(bucket.uuid());
    assertThat(objects()).containsExactly(String.valueOf(backup.objectName()));
    assertThat(backup.failReason()).isNull();
    assertThat(usedInBucket())
        .as("counted by the storage that the bucket is")
        .isEqualTo(backup.size());
    BackupHouse.reply(house.run("DeleteImageBackup", Map.of("uuid", backup.uuid())));
    assertThat(objects()).isEmpty();
    assertThat(usedInBucket()).isZero();
    house.assertClean(store, node.place());
    assertThat(node.place().files()).isEmpty();
  }

  private long usedInBucket() {
    return house.database.read(sql ->
        sql.select(BACKUP_STORAGE.USED_CAPACITY)
            .from(BACKUP_STORAGE)
            .join(BUCKET)
            .on(BUCKET.STORAGE_UUID.eq(BACKUP_STORAGE.UUID))
            .where(BUCKET.UUID.eq(bucket.uuid()))
            .fetchSingle(BACKUP_STORAGE.USED_CAPACITY));
  }

  @Test
  void anOvaGoesOnlyIntoABucketOfItsProject() {
    house.project(OTHER_PROJECT);
    BucketInventory theirs = registered("theirs", OTHER_PROJECT);
    ImageBackupInventory backup = exportHere();

    assertThat(
            BackupHouse.failure(
                house.run(
                    "UploadImageBackup",
                    Map.of("uuid", backup.uuid(), "bucketUuid", theirs.uuid()))))
        .contains("belong to different projects");
    assertThat(objects()).isEmpty();
  }

  @Test
  void aTokenOfAnotherProjectReachesNeitherTheNodeNorTheImage() {
    house.project(OTHER_PROJECT);
    BucketInventory theirs = registered("theirs", OTHER_PROJECT);
    Caller token = new Caller(Uuid.random(), "bob", true, Optional.of(OTHER_PROJECT));

    assertThat(
            BackupHouse.failure(
                house.end(
                    house.start(
                        "ImportImageBackup",
                        Map.of(
                            "name",
                            "i",
                            "bucketUuid",
                            theirs.uuid(),
                            "objectName",
                            "x.ova",
                            "backupStorageUuid",
                            node.place().uuid()),
                        token))))
        .contains("no backup storage has the uuid");
    assertThat(
            BackupHouse.failure(
                house.end(
                    house.start(
                        "ExportImageBackup",
                        Map.of("name", "b", "imageUuid", image.uuid()),
                        token))))
        .contains("no image has the uuid");
  }

  @Test
  void anExportWhoseUploadFailsIsOnTheNodeAndSaysSo() {
    try (S3Client client = s3.client()) {
      client.deleteBucket(request -> request.bucket(bucketName));
    }
    ImageBackupInventory backup = house.export("b", image.uuid());
    assertThat(backup.status()).isEqualTo("available");
    assertThat(backup.failReason()).contains("the upload to the bucket failed");
    assertThat(backup.bucketUuid()).isNull();
    assertThat(node.file(backup)).exists();
    house.assertClean(store, node.place());
  }

  @Test
  void itIsUploadedOnceAndComesBackByteForByte() throws Exception {
    ImageBackupInventory backup = exportHere();
    assertThat(objects()).isEmpty();
    byte[] bytes = Files.readAllBytes(node.file(backup));

    for (int i = 0; i < 2; i++) {
      ImageBackupInventory uploaded = upload(backup.uuid());
      assertThat(uploaded.status()).isEqualTo("available");
      assertThat(objects()).containsExactly(String.valueOf(uploaded.objectName()));
    }
    Files.delete(node.file(backup));
    house.discover(node);
    ImageBackupInventory inBucket = house.backup(backup.uuid());
    assertThat(inBucket.status()).isEqualTo("available");
    assertThat(inBucket.path()).isNull();
    house.assertClean(store, node.place());

    ImageBackupInventory back =
        BackupHouse.backup(house.run("DownloadImageBackup", Map.of("uuid", backup.uuid())));
    assertThat(back.status()).isEqualTo("available");
    assertThat(back.sha256()).isEqualTo(backup.sha256());
    assertThat(node.file(back)).satisfies(sameBytes(bytes));
    house.assertClean(store, node.place());
  }

  @Test
  void aDamagedObjectDoesNotComeBack() {
    ImageBackupInventory backup = exportHere();
    upload(backup.uuid());
    BackupHouse.reply(house.run("DeregisterBackupNode", Map.of("id", node.id(), "force", true)));
    byte[] other = RAW.clone();
    try (S3Client client = s3.client()) {
      client.putObject(
          request -> request.bucket(bucketName).key(backup.path()), RequestBody.fromBytes(other));
    }
    node = house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
    assertThat(BackupHouse.failure(house.run("DownloadImageBackup", Map.of("uuid", backup.uuid()))))
        .contains("is damaged");
    assertThat(house.backup(backup.uuid()).status()).isEqualTo("error");
    assertThat(node.place().files()).as("what deregistering left").hasSize(1);
  }

  @Test
  void withoutAnyBucketUploadingIsOnlyRefusedIfItIsWanted() {
    BackupHouse.reply(house.run("DeregisterBackupNode", Map.of("id", node.id())));
    node = house.node(server, server.shellAccount(), scratch.local().resolve("strongroom"));
    assertThat(
            BackupHouse.failure(
                house.run(
                    "ExportImageBackup",
                    Map.of("name", "b", "imageUuid", image.uuid(), "uploadToCos", true))))
        .contains("has no default bucket");
    assertThat(house.backups()).isEmpty();
    assertThat(house.export("b", image.uuid()).bucketUuid()).isNull();
  }

  @Test
  void aDeletionThatMayHaveTakenTheObjectIsNotTakenBack() {
    try (var proxy = CuttingProxy.to(s3.endpoint())) {
      ImageBackupInventory backup = exportHere();
      BucketInventory proxied = registered("proxied", Caller.ADMIN_PROJECT, proxy.endpoint());
      BackupHouse.backup(uploaded(backup, proxied.uuid()));
      proxy.cut(Integer.MAX_VALUE, 0);
      String deletion = house.start("DeleteImageBackup", Map.of("uuid", backup.uuid()));
      Awaitility.await().until(() -> proxy.cuts() > 0);
      // as if the answer alone had been lost
      try (S3Client client = s3.client()) {
        client.deleteObject(request -> request.bucket(bucketName).key(backup.path()));
      }
      house.cancel(deletion);
      BackupHouse.failure(house.end(deletion));
      assertThat(house.backup(backup.uuid()).status()).isEqualTo("error_deleting");

      proxy.cut(0, Long.MAX_VALUE);
      BackupHouse.reply(house.run("DeleteImageBackup", Map.of("uuid", backup.uuid())));
      assertThat(house.backups()).isEmpty();
      house.assertClean(store, node.place());
    }
  }

  @Test
  void deregisteringByForceStopsADownloadOntoTheNode() throws Exception {
    ImageBackupInventory backup = exportHere();
    upload(backup.uuid());
    Files.delete(node.file(backup));
    house.discover(node);
    CountDownLatch writing = new CountDownLatch(1);
    house
        .faults(scratch.remote() + "/strongroom")
        .before(
            StorageOperation.WRITE,
            () -> {
              if (writing.getCount() == 0) {
                return; // what the deregistration leaves word of
              }
              writing.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                throw new StorageException(StorageException.Reason.FAILED, "interrupted", e);
              }
            });
    String download = house.start("DownloadImageBackup", Map.of("uuid", backup.uuid()));
    writing.await();
    BackupHouse.reply(house.run("DeregisterBackupNode", Map.of("id", node.id(), "force", true)));
    BackupHouse.failure(house.end(download));
    assertThat(house.backup(backup.uuid()).status()).isEqualTo("available");
    assertThat(node.place().files()).isEmpty();
  }

  @Test
  void withTheStoreDownDeletingFailsAndByForceTheObjectGoesLater() {
    ImageBackupInventory backup = house.export("b", image.uuid());
    s3.stop();
    try {
      String reason =
          BackupHouse.failure(house.run("DeleteImageBackup", Map.of("uuid", backup.uuid())));
      assertThat(house.backup(backup.uuid()).status()).isEqualTo("error_deleting");
      assertThat(house.backup(backup.uuid()).failReason()).isEqualTo(reason);
      assertThat(node.file(backup)).exists();
      BackupHouse.reply(
          house.run("DeleteImageBackup", Map.of("uuid", backup.uuid(), "force", true)));
    } finally {
      s3.restart();
    }
    assertThat(house.backups()).isEmpty();
    assertThat(node.place().files()).isEmpty();
    house.buckets.cleanUp();
    assertThat(objects()).isEmpty();
  }

  private JobOutcome uploaded(ImageBackupInventory backup, String bucketUuid) {
    return house.run("UploadImageBackup", Map.of("uuid", backup.uuid(), "bucketUuid", bucketUuid));
  }

  @ParameterizedTest
  @EnumSource(
      value = Oddity.class,
      names = {"LOCKED", "OPAQUE_ETAGS", "LOSES_METADATA"})
  void anOvaGoesIntoStoresThatAreNotQuiteLikeS3(Oddity oddity) throws Exception {
    ImageBackupInventory backup = exportHere();
    try (OddObjectStore store = OddObjectStore.start(oddity)) {
      ImageBackupInventory there = BackupHouse.backup(uploaded(backup, registered(store)));

      assertThat(there.status()).isEqualTo("available");
      assertThat(store.bytes(String.valueOf(there.objectName())))
          .isEqualTo(Files.readAllBytes(node.file(backup)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Oddity.class,
      names = {"TURNS_BITS", "NO_ETAGS"})
  void theFaultsOfAStoreAreNotThoseOfTheOvaOnTheNode(Oddity oddity) throws Exception {
    ImageBackupInventory backup = exportHere();
    try (OddObjectStore store = OddObjectStore.start(oddity)) {
      String odd = registered(store);
      for (int tries = 0; tries < 2; tries++) {
        String failure = BackupHouse.failure(uploaded(backup, odd));

        assertThat(failure)
            .contains(oddity == Oddity.NO_ETAGS ? "gives no ETag" : "does not give it back");
        assertThat(house.backup(backup.uuid()).status()).isEqualTo("available");
        assertThat(store.keys()).isEmpty();
      }
    }
  }
}
