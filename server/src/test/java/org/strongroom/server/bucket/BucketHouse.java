package org.strongroom.server.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.storage.BucketUploadTable.BUCKET_UPLOAD;
import static org.strongroom.server.catalog.storage.BucketUseTable.BUCKET_USE;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.OperationModel;
import org.strongroom.api.QueryReply;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.bucket.QueryBucket;
import org.strongroom.api.bucket.RegisterBucket;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.TestStores;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.backupstorage.BackupStorages;
import org.strongroom.server.backupstorage.access.StandardDrivers;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.S3Server;

/** A server's inside as far as buckets need it, over a catalog of its own, without HTTP. */
final class BucketHouse implements AutoCloseable {
  static final String OTHER_PROJECT = "0123456789ab4cde8f0123456789abcd";
  static final Caller ADMIN = Caller.SYSTEM;
  static final Caller OTHER_ADMIN =
      new Caller(Uuid.random(), "other", true, Optional.of(OTHER_PROJECT));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Clock clock = Clock.systemUTC();
  private final AuditLog audit = new AuditLog(clock);
  private final ExecutorService hashing = Executors.newFixedThreadPool(2);
  private final Vault vault;
  private final GuardedHttp http;
  final Database database;
  private JobEngine engine;
  private Calls calls;
  private BackupStorages storages;
  Buckets buckets;

  BucketHouse(Path directory) {
    vault = Vault.open(directory.resolve("key"));
    database = CatalogKind.SQLITE.open(directory);
    try {
      http =
          new GuardedHttp(
              new AddressGuard(List.of(Network.parse("127.0.0.0/8"))),
              new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(30)),
              SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    project(Caller.ADMIN_PROJECT);
    project(OTHER_PROJECT);
    open();
  }

  private void project(String uuid) {
    database.write(transaction ->
        transaction
            .sql()
            .insertInto(PROJECT)
            .set(PROJECT.UUID, uuid)
            .set(PROJECT.NAME, uuid)
            .set(PROJECT.ENABLED, true)
            .set(PROJECT.CREATED, 1L)
            .set(PROJECT.UPDATED, 1L)
            .execute());
  }

  private void open() {
    OperationRegistry operations = new OperationRegistry();
    Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
    engine =
        new JobEngine(database, vault, audit, clock, Uuid.random(), Duration.ofSeconds(60), true);
    calls = new Calls(operations, database, engine, audit);
    EventLog events = new EventLog(clock);
    TagService tags = new TagService(database, queries, clock);
    storages =
        new BackupStorages(
            new BackupStorages.Surroundings(
                database, vault, events, queries, tags, new GlobalConfigs(database), clock),
            new StandardDrivers(
                new Configuration.Storage(Duration.ofSeconds(5), Duration.ofSeconds(10), 4),
                TestStores.drivers()),
            uuid -> true);
    buckets =
        new Buckets(
            new BucketParts(
                database,
                events,
                queries,
                tags,
                clock,
                new BucketConnector(http, clock, hashing),
                storages.parts(),
                storages.removal(),
                storages.reservations()));
    storages.veto(buckets.rules());
    storages.register(operations, engine);
    buckets.register(operations, engine);
    UploadingJob uploading = new UploadingJob(buckets);
    operations.job(uploading);
    engine.register(uploading);
    engine.start();
  }

  /**
   * Stops everything in the middle of what it does, as a kill would, and starts anew.
   *
   * @param between what happens meanwhile
   */
  void crashAndRestartWith(Runnable between) {
    engine.stop(Duration.ZERO);
    storages.close();
    between.run();
    open();
  }

  /** The parameters of a RegisterBucket. */
  static Map<String, Object> s3(String name, S3Server server, URI endpoint, String bucketName) {
    var values = new LinkedHashMap<String, Object>();
    values.put("name", name);
    values.put("type", "s3");
    values.put("bucketName", bucketName);
    values.put("endpoint", endpoint.toString());
    values.put("accessKey", server.owner().accessKey());
    values.put("secretKey", server.owner().secretKey());
    return values;
  }

  BucketInventory registered(Map<String, Object> values) {
    return inventory(run(RegisterBucket.class, values, ADMIN));
  }

  static BucketInventory inventory(JobOutcome outcome) {
    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    Object reply = ((JobOutcome.Succeeded) outcome).reply();
    return (BucketInventory) ((InventoryReply<?>) reply).inventory();
  }

  ApiError fail(Class<? extends Record> operation, Map<String, ?> values) {
    return fail(operation, values, ADMIN);
  }

  ApiError fail(Class<? extends Record> operation, Map<String, ?> values, Caller caller) {
    JobOutcome outcome = run(operation, values, caller);
    assertThat(outcome).isInstanceOf(JobOutcome.Failed.class);
    return ((JobOutcome.Failed) outcome).error();
  }

  JobOutcome run(Class<? extends Record> operation, Map<String, ?> values, Caller caller) {
    return end(start(operation, values, caller));
  }

  String start(Class<? extends Record> operation, Map<String, ?> values, Caller caller) {
    String job = Uuid.random();
    calls.submit(
        OperationModel.of(operation),
        values,
        Optional.of(caller),
        new Calls.Submission(job, "test"));
    return job;
  }

  JobOutcome end(String job) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                engine.outcome(
                    job,
                    name ->
                        org.strongroom.api.registry.Operations.named(name)
                            .orElseThrow()
                            .replyType()),
            outcome -> outcome.isPresent() && !(outcome.get() instanceof JobOutcome.Running))
        .orElseThrow();
  }

  void cancel(String job) {
    database.write(transaction -> {
      engine.cancel(job, transaction);
      return job;
    });
  }

  Object answer(Class<? extends Record> operation, Map<String, ?> values, Caller caller) {
    return calls.answer(OperationModel.of(operation), values, Optional.of(caller));
  }

  List<String> found(Caller caller) {
    List<?> found = ((QueryReply<?>) answer(QueryBucket.class, Map.of(), caller)).inventories();
    return found == null
        ? List.of()
        : found.stream().map(row -> ((BucketInventory) row).name()).toList();
  }

  /** The backup storages that a caller sees. */
  List<BackupStorageInventory> storages(Caller caller) {
    List<?> found =
        ((QueryReply<?>) answer(QueryBackupStorage.class, Map.of(), caller)).inventories();
    return found == null
        ? List.of()
        : found.stream().map(BackupStorageInventory.class::cast).toList();
  }

  /** An image backup whose OVA is in a bucket, and nowhere else. */
  String backupIn(String bucketUuid, String objectName) {
    String uuid = Uuid.random();
    database.write(transaction ->
        transaction
            .sql()
            .insertInto(IMAGE_BACKUP)
            .set(IMAGE_BACKUP.UUID, uuid)
            .set(IMAGE_BACKUP.PROJECT_UUID, Caller.ADMIN_PROJECT)
            .set(IMAGE_BACKUP.NAME, "backup")
            .set(IMAGE_BACKUP.STATUS, "available")
            .set(IMAGE_BACKUP.SIZE, 1L)
            .set(IMAGE_BACKUP.DISK_SIZE, 1L)
            .set(IMAGE_BACKUP.DISK_COUNT, 1)
            .set(IMAGE_BACKUP.DISCOVERED, false)
            .set(IMAGE_BACKUP.BUCKET_UUID, bucketUuid)
            .set(IMAGE_BACKUP.OBJECT_NAME, objectName)
            .set(IMAGE_BACKUP.CREATED, 1L)
            .set(IMAGE_BACKUP.UPDATED, 1L)
            .execute());
    return uuid;
  }

  int backups() {
    return database.read(sql -> sql.fetchCount(IMAGE_BACKUP));
  }

  int uploads() {
    return database.read(sql -> sql.fetchCount(BUCKET_UPLOAD));
  }

  int uses() {
    return database.read(sql -> sql.fetchCount(BUCKET_USE));
  }

  @Nullable String uploadId() {
    return database.read(sql -> sql.selectFrom(BUCKET_UPLOAD).fetchOne(BUCKET_UPLOAD.UPLOAD_ID));
  }

  @Override
  public void close() throws IOException {
    engine.stop(Duration.ZERO);
    buckets.close();
    storages.close();
    http.close();
    database.close();
    hashing.shutdownNow();
  }
}
