package org.strongroom.server.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.ForgetBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.bucket.DeregisterBucket;
import org.strongroom.api.bucket.GetBucketImages;
import org.strongroom.api.bucket.GetBucketImages.BucketImage;
import org.strongroom.api.bucket.RegisterBucket;
import org.strongroom.api.bucket.UpdateBucket;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.objectstore.UpdateS3BackupStorage;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.storage.driver.s3.bucket.WriteTrial;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Registering, changing, finding and deregistering buckets. */
class RegisterBucketTest {
  private static final S3ProxyServer server = S3ProxyServer.start();
  private static final S3Client outside = server.client();

  @TempDir private Path directory;
  private BucketHouse house;

  @BeforeEach
  void open() {
    outside.createBucket(r -> r.bucket("bucket-1"));
    house = new BucketHouse(directory);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
    for (var bucket : outside.listBuckets().buckets()) {
      keys(bucket.name())
          .forEach(key -> outside.deleteObject(r -> r.bucket(bucket.name()).key(key)));
      outside.deleteBucket(r -> r.bucket(bucket.name()));
    }
  }

  @AfterAll
  static void stop() {
    outside.close();
    server.close();
  }

  @Test
  void aBucketThatCanBeWrittenIsRegistered() {
    BucketInventory bucket = house.registered(cos1());

    assertThat(bucket.name()).isEqualTo("Cos-1");
    assertThat(bucket.type()).isEqualTo("s3");
    assertThat(bucket.bucketName()).isEqualTo("bucket-1");
    assertThat(bucket.endpoint()).isEqualTo(server.endpoint().toString());
    assertThat(bucket.projectUuid()).isEqualTo(Caller.ADMIN_PROJECT);
    assertThat(bucket.toString()).doesNotContain(server.owner().secretKey());
    assertThat(house.found(BucketHouse.ADMIN)).containsExactly("Cos-1");
    assertThat(keys("bucket-1")).as("the probe is gone").isEmpty();
  }

  private static List<String> keys(String bucket) {
    return outside.listObjectsV2(r -> r.bucket(bucket)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  @Test
  void aBucketIsABackupStorage() {
    house.registered(cos1());

    BackupStorageInventory storage = house.storages(BucketHouse.ADMIN).getFirst();
    assertThat(storage.type()).isEqualTo("S3BackupStorage");
    assertThat(storage.name()).isEqualTo("Cos-1");
    assertThat(storage.url()).isEqualTo("s3://bucket-1/strongroom-" + storage.uuid());
    assertThat(storage.state()).isEqualTo("Enabled");
    assertThat(storage.status()).isEqualTo("Connected");
    assertThat(storage.totalCapacity()).isEqualTo(9007199254740991L);
    assertThat(
            house.run(
                ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()), BucketHouse.ADMIN))
        .isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(house.storages(BucketHouse.OTHER_ADMIN)).as("another project's").isEmpty();
  }

  @Test
  void whatBelongsToTheBucketIsDoneToTheBucket() {
    BucketInventory bucket = house.registered(cos1());
    String storage = house.storages(BucketHouse.ADMIN).getFirst().uuid();

    for (String mode : List.of("Permissive", "Enforcing")) {
      assertThat(
              house
                  .fail(DeleteBackupStorage.class, Map.of("uuid", storage, "deleteMode", mode))
                  .details())
          .contains("use DeregisterBucket with uuid " + bucket.uuid());
    }
    assertThat(house.fail(ForgetBackupStorage.class, Map.of("uuid", storage)).details())
        .contains("use DeregisterBucket with uuid " + bucket.uuid());
    assertThat(
            house
                .fail(
                    UpdateS3BackupStorage.class,
                    Map.of("uuid", storage, "accessKey", "other", "secretKey", "other"))
                .details())
        .contains("use UpdateBucket with uuid " + bucket.uuid());
    assertThat(house.storages(BucketHouse.ADMIN).getFirst().status()).isEqualTo("Connected");
  }

  @Test
  void theStorageGoesWithTheBucketAndLeavesNothing() {
    String uuid = house.registered(cos1()).uuid();

    assertThat(house.run(DeregisterBucket.class, Map.of("uuid", uuid), BucketHouse.ADMIN))
        .isInstanceOf(JobOutcome.Succeeded.class);

    assertThat(house.found(BucketHouse.ADMIN)).isEmpty();
    assertThat(house.storages(BucketHouse.ADMIN)).isEmpty();
    assertThat(keys("bucket-1")).isEmpty();
  }

  @Test
  void aNewNameIsTheStoragesToo() {
    String uuid = house.registered(cos1()).uuid();

    house.run(UpdateBucket.class, Map.of("uuid", uuid, "name", "Cos-2"), BucketHouse.ADMIN);

    assertThat(house.storages(BucketHouse.ADMIN))
        .extracting(BackupStorageInventory::name)
        .containsExactly("Cos-2");
  }

  @Test
  void aBucketThatIsTakenUpAfterARestartStaysInItsCallersProject() throws Exception {
    try (CuttingProxy proxy = CuttingProxy.to(server.endpoint())) {
      proxy.cut(1000, 0);
      String job =
          house.start(
              RegisterBucket.class,
              BucketHouse.s3("Cos-2", server, proxy.endpoint(), "bucket-1"),
              BucketHouse.OTHER_ADMIN);
      Awaitility.await().until(() -> proxy.cuts() > 0);

      house.crashAndRestartWith(() -> proxy.cut(0, 0));

      assertThat(BucketHouse.inventory(house.end(job)).projectUuid())
          .isEqualTo(BucketHouse.OTHER_PROJECT);
    }
  }

  @Test
  void theSecretIsNowhereInTheCatalog() {
    String uuid = house.registered(cos1()).uuid();

    String row =
        house.database.read(sql ->
            sql.selectFrom(BUCKET).where(BUCKET.UUID.eq(uuid)).fetch().formatCSV()
                + sql.selectFrom(BACKUP_STORAGE).fetch().formatCSV());
    assertThat(row).contains("bucket-1").doesNotContain(server.owner().secretKey());
  }

  @Test
  void aBucketThatIsMissingIsNotRegistered() {
    ApiError error = refused(with("bucketName", "missing"));

    assertThat(error.code()).isEqualTo(ErrorCode.CANNOT_CONNECT.code());
    assertThat(error.details()).contains("there is no such bucket");
  }

  @Test
  void aWrongSecretIsNotRegisteredNorRepeated() {
    ApiError error = refused(with("secretKey", "wrong secret"));

    assertThat(error.details()).contains("credential is not taken").doesNotContain("wrong secret");
  }

  @Test
  void aStoreThatNobodyReachesIsNotRegistered() {
    assertThat(refused(with("endpoint", "http://127.0.0.1:1")).code())
        .isEqualTo(ErrorCode.CANNOT_CONNECT.code());
  }

  @Test
  void aBucketThatCanOnlyBeReadIsNotRegistered() {
    Map<String, Object> values = with("accessKey", server.reader().accessKey());
    values.put("secretKey", server.reader().secretKey());

    assertThat(refused(values).details()).contains("lacks the right s3:PutObject");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoint | ftp://127.0.0.1/ | endpoint is an http or https url",
        "endpoint | http://user:secret@127.0.0.1/ | endpoint is an http or https url",
        "endpoint | http://127.0.0.1/?a=b | endpoint is an http or https url",
        "endpoint | not a url | endpoint is an http or https url",
        "endpoint | http://169.254.169.254 | is refused because its address",
        "bucketName | ../x | bucketName has from 2 to 255",
        "bucketName | a/b | bucketName has from 2 to 255",
        "bucketName | a..b | bucketName has from 2 to 255",
        "region | eu west | region has letters",
        "resourceCrn | a b | resourceCrn has no blanks",
        "type | swift | type",
        "apiKey | key | apiKey does not go with a bucket of type s3",
      })
  void whatCanNotBeTakenIsNamed(String parameter, String value, String told) {
    ApiError error = refused(with(parameter, value));

    assertThat(error.details()).contains(told).doesNotContain("user:secret");
  }

  @Test
  void eachMissingSecretIsNamed() {
    Map<String, Object> values = cos1();
    values.remove("accessKey");
    values.remove("secretKey");
    assertThat(refused(values).details())
        .isEqualTo("a bucket of type s3 needs accessKey and secretKey");
    values.put("accessKey", "owner");
    assertThat(refused(values).details()).isEqualTo("a bucket of type s3 needs secretKey");
    values.remove("accessKey");
    values.put("type", "ibm_cos");
    assertThat(refused(values).details()).isEqualTo("a bucket of type ibm_cos needs apiKey");
  }

  @Test
  void aNameIsUniqueInItsProject() {
    house.registered(cos1());

    assertThat(house.fail(RegisterBucket.class, cos1()).code())
        .isEqualTo(ErrorCode.CONFLICT.code());
    assertThat(house.run(RegisterBucket.class, cos1(), BucketHouse.OTHER_ADMIN))
        .isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void aTokenConfinesToItsProject() {
    String uuid = house.registered(cos1()).uuid();
    Caller other = BucketHouse.OTHER_ADMIN;

    assertThat(house.found(other)).isEmpty();
    for (var operation : List.of(UpdateBucket.class, DeregisterBucket.class)) {
      assertThat(house.fail(operation, Map.of("uuid", uuid), other).code())
          .isEqualTo(ErrorCode.NOT_FOUND.code());
    }
    assertThat(
            house
                .fail(RegisterBucket.class, with("projectUuid", Caller.ADMIN_PROJECT), other)
                .code())
        .isEqualTo(ErrorCode.PERMISSION_DENIED.code());
  }

  @Test
  void aRegistrationThatIsGoneOnWithStaysInItsProject() throws Exception {
    try (CuttingProxy proxy = CuttingProxy.to(server.endpoint())) {
      proxy.hold();
      String job =
          house.start(
              RegisterBucket.class,
              BucketHouse.s3("Cos-1", server, proxy.endpoint(), "bucket-1"),
              BucketHouse.OTHER_ADMIN);
      house.crashAndRestartWith(proxy::release);

      assertThat(BucketHouse.inventory(house.end(job)).projectUuid())
          .isEqualTo(BucketHouse.OTHER_PROJECT);
    }
  }

  @Test
  void aChangeOfTheNameNeedsNoStore() {
    String uuid = house.registered(cos1()).uuid();
    server.stop();
    try {
      JobOutcome changed =
          house.run(UpdateBucket.class, Map.of("uuid", uuid, "name", "Cos-2"), BucketHouse.ADMIN);

      assertThat(BucketHouse.inventory(changed).name()).isEqualTo("Cos-2");
    } finally {
      server.restart();
    }
  }

  @Test
  void newAccessIsTriedBeforeItIsStored() throws Exception {
    String uuid = house.registered(cos1()).uuid();

    ApiError error =
        house.fail(UpdateBucket.class, Map.of("uuid", uuid, "secretKey", "wrong secret"));

    assertThat(error.details()).contains("credential is not taken");
    try (var bucket = house.buckets.open(uuid)) {
      new WriteTrial(bucket).run();
    }
  }

  @Test
  void newAccessHasToLeadToTheObjectsThatAreKnown() {
    String uuid = house.registered(cos1()).uuid();
    house.backupIn(uuid, "known.ova");
    outside.createBucket(r -> r.bucket("bucket-2"));
    Map<String, Object> moved = Map.of("uuid", uuid, "bucketName", "bucket-2");

    assertThat(house.fail(UpdateBucket.class, moved).details())
        .contains("does not have 'known.ova'");

    outside.putObject(r -> r.bucket("bucket-2").key("known.ova"), RequestBody.fromString("ova"));
    JobOutcome changed = house.run(UpdateBucket.class, moved, BucketHouse.ADMIN);
    assertThat(BucketHouse.inventory(changed).bucketName()).isEqualTo("bucket-2");
    BackupStorageInventory storage = house.storages(BucketHouse.ADMIN).getFirst();
    assertThat(storage.url()).isEqualTo("s3://bucket-2/strongroom-" + storage.uuid());
    assertThat(storage.status()).isEqualTo("Connected");
    assertThat(keys("bucket-2")).containsExactly("known.ova");
  }

  /** Paths of images name the bucket, and what is deleted is looked for in it. */
  @Test
  void itGoesToNoOtherBucketWhileSomethingOfOursLiesInThisOne() {
    String uuid = house.registered(cos1()).uuid();
    String storage = house.storages(BucketHouse.ADMIN).getFirst().uuid();
    outside.createBucket(r -> r.bucket("bucket-2"));
    Map<String, Object> moved = Map.of("uuid", uuid, "bucketName", "bucket-2");

    house.database.write(transaction ->
        transaction
            .sql()
            .insertInto(REPOSITORY)
            .set(REPOSITORY.BACKUP_STORAGE_UUID, storage)
            .set(REPOSITORY.PASSWORD, "sealed")
            .set(REPOSITORY.MADE, true)
            .set(REPOSITORY.BYTES, 0L)
            .set(REPOSITORY.CREATED, 1L)
            .execute());
    assertThat(house.fail(UpdateBucket.class, moved).details()).contains("repository of volume");
    assertThat(
            house.fail(UpdateBucket.class, Map.of("uuid", uuid, "region", "eu-west-1")).details())
        .contains("does not have 'repository/config'");
    house.database.write(transaction -> transaction.sql().deleteFrom(REPOSITORY).execute());

    house.database.write(transaction -> {
      house.buckets.garbage().add(uuid, "deleted.ova", transaction);
      return true;
    });
    assertThat(house.fail(UpdateBucket.class, moved).details()).contains("being cleaned up");
    house.buckets.cleanUp();
    assertThat(house.run(UpdateBucket.class, moved, BucketHouse.ADMIN))
        .isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void aBucketWithTheOnlyOvaOfABackupIsDeregisteredByForceAlone() {
    String uuid = house.registered(cos1()).uuid();
    house.backupIn(uuid, "only.ova");
    outside.putObject(r -> r.bucket("bucket-1").key("only.ova"), RequestBody.fromString("ova"));

    ApiError error = house.fail(DeregisterBucket.class, Map.of("uuid", uuid));
    assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT.code());
    assertThat(error.details()).contains("1 image backup(s) have their only OVA in");

    assertThat(
            house.run(
                DeregisterBucket.class, Map.of("uuid", uuid, "force", true), BucketHouse.ADMIN))
        .isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(house.backups()).isZero();
    assertThat(house.found(BucketHouse.ADMIN)).isEmpty();
    assertThat(keys("bucket-1")).as("objects stay").containsExactly("only.ova");
  }

  @Test
  void deregisteringWhatIsNotThereIsSuccess() {
    assertThat(house.run(DeregisterBucket.class, Map.of("uuid", Uuid.random()), BucketHouse.ADMIN))
        .isInstanceOf(JobOutcome.Succeeded.class);
  }

  @Test
  void theOvasInABucketAreListed() {
    String uuid = house.registered(cos1()).uuid();
    String digest = "ab".repeat(32);
    for (String key : List.of("a.ova", "deep/er/B.OVA.GZ", "image.qcow2", ".hidden.ova", "c.ovа")) {
      outside.putObject(
          r ->
              r.bucket("bucket-1")
                  .key(key)
                  .metadata(key.equals("a.ova") ? Map.of("strongroom-sha256", digest) : Map.of()),
          RequestBody.fromString("some bytes"));
    }
    outside.putObject(r -> r.bucket("bucket-1").key("empty.ova"), RequestBody.empty());

    var reply =
        (GetBucketImages.Reply)
            house.answer(GetBucketImages.class, Map.of("uuid", uuid), BucketHouse.ADMIN);

    assertThat(reply.images())
        .extracting(BucketImage::objectName)
        .containsExactly("a.ova", "deep/er/B.OVA.GZ");
    assertThat(reply.images()).extracting(BucketImage::size).containsOnly(10L);
    assertThat(reply.images()).extracting(BucketImage::sha256).containsExactly(digest, null);
  }

  @Test
  void aDefaultBucketIsAnyUntilOneIsRegistered() {
    assertThat(mayBeDefault("anything")).isEmpty();

    house.registered(cos1());

    assertThat(mayBeDefault("Cos-1")).isEmpty();
    assertThat(mayBeDefault("bucket-1")).as("the store's own name for it").isEmpty();
    assertThat(mayBeDefault("anything")).contains("no bucket is registered").contains("Cos-1");
  }

  private String mayBeDefault(String name) {
    return house.database.read(sql -> {
      try {
        house.buckets.checkDefault(name, Caller.ADMIN_PROJECT, sql);
        return "";
      } catch (org.strongroom.api.ApiException e) {
        return e.error().details();
      }
    });
  }

  private ApiError refused(Map<String, Object> values) {
    ApiError error = house.fail(RegisterBucket.class, values);
    assertThat(house.found(BucketHouse.ADMIN)).isEmpty();
    assertThat(house.storages(BucketHouse.ADMIN)).isEmpty();
    assertThat(keys("bucket-1")).isEmpty();
    return error;
  }

  private Map<String, Object> with(String parameter, Object value) {
    var values = new HashMap<>(cos1());
    values.put(parameter, value);
    return values;
  }

  private Map<String, Object> cos1() {
    URI endpoint = server.endpoint();
    return BucketHouse.s3("Cos-1", server, endpoint, "bucket-1");
  }
}
