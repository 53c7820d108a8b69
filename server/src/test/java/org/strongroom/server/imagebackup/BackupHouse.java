package org.strongroom.server.imagebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;
import static org.strongroom.server.catalog.system.GlobalConfigTable.GLOBAL_CONFIG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.QueryReply;
import org.strongroom.api.backupnode.DiscoverBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageBackupTaskInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.TestStores;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.backupnode.BackupNodes;
import org.strongroom.server.backupstorage.BackupStorages;
import org.strongroom.server.backupstorage.access.StandardDrivers;
import org.strongroom.server.bucket.BucketParts;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.image.AdjustableSettings;
import org.strongroom.server.image.ImageWebServer;
import org.strongroom.server.image.Images;
import org.strongroom.server.image.record.ImageTags;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;
import org.strongroom.storage.driver.fault.FaultInjectingDriver;
import org.strongroom.storage.driver.fault.Faults;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.ImageSources;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** A server's inside, without HTTP: storages, nodes, images and image backups. */
final class BackupHouse implements AutoCloseable {
  static final Caller ADMIN = Caller.SYSTEM;
  private static final AddressGuard GUARD = new AddressGuard(List.of(Network.parse("127.0.0.0/8")));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final String nodeDirectory;
  private final Clock clock = Clock.systemUTC();
  private final Vault vault;
  private final AuditLog audit = new AuditLog(clock);
  private final Map<String, Faults> faults = new ConcurrentHashMap<>();
  private final ExecutorService hashing =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().name("hash-", 0).daemon().factory());
  final Database database;
  final Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
  private BackupStorages storages;
  private JobEngine engine;
  private Calls calls;
  Buckets buckets;

  /**
   * Over a catalog of its own.
   *
   * @param nodeDirectory where nodes keep their files
   */
  BackupHouse(Path directory, String nodeDirectory) {
    this(directory, nodeDirectory, CatalogKind.SQLITE.open(directory));
  }

  BackupHouse(Path directory, String nodeDirectory, Database database) {
    this.directory = directory;
    this.nodeDirectory = nodeDirectory;
    vault = Vault.open(directory.resolve("key"));
    this.database = database;
    project(Caller.ADMIN_PROJECT);
    open();
  }

  void project(String uuid) {
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

  /** Sets image/deletionPolicy, as another node would. */
  void deletionPolicy(String value) {
    database.write(transaction ->
        transaction
            .sql()
            .update(GLOBAL_CONFIG)
            .set(GLOBAL_CONFIG.VALUE, value)
            .where(GLOBAL_CONFIG.NAME.eq("deletionPolicy"))
            .execute());
  }

  private void open() {
    EventLog events = new EventLog(clock);
    GlobalConfigs configs = new GlobalConfigs(database);
    engine =
        new JobEngine(database, vault, audit, clock, Uuid.random(), Duration.ofSeconds(60), true);
    OperationRegistry operations = new OperationRegistry();
    calls = new Calls(operations, database, engine, audit);
    TagService tags = new TagService(database, queries, clock);
    StandardDrivers drivers =
        new StandardDrivers(
            new Configuration.Storage(Duration.ofSeconds(5), Duration.ofSeconds(10), 4),
            TestStores.drivers());
    storages =
        new BackupStorages(
            new BackupStorages.Surroundings(database, vault, events, queries, tags, configs, clock),
            access -> new FaultInjectingDriver(drivers.make(access), faults(access.url())),
            uuid -> true);
    Images images =
        new Images(
            new Images.Parts(
                database,
                engine,
                queries,
                events,
                clock,
                storages.drivers(),
                storages.rules(),
                storages.reservations(),
                storages.garbage(),
                sources(),
                hashing,
                List.of(),
                storage -> true),
            new AdjustableSettings(),
            new NoTags());
    BackupNodes nodes = new BackupNodes(storages, nodeDirectory, directory);
    buckets =
        new Buckets(
            new BucketParts(
                database,
                events,
                queries,
                tags,
                clock,
                new BucketConnector(http(), clock, hashing),
                storages.parts(),
                storages.removal(),
                storages.reservations()));
    ImageBackups backups =
        new ImageBackups(
            new ImageBackups.Parts(
                database,
                engine,
                queries,
                events,
                tags,
                clock,
                storages.drivers(),
                storages.rules(),
                storages.reservations(),
                storages.garbage(),
                hashing,
                images.groups(),
                images.making(),
                buckets));
    buckets.register(operations, engine);
    nodes.contents(backups.onNodes());
    storages.cascade(images.storageCascade());
    storages.imageImport(images.imageImport());
    storages.content(images.content());
    storages.content(backups.content());
    storages.register(operations, engine);
    nodes.register(operations, engine);
    images.register(operations);
    images.register(engine);
    backups.register(operations);
    backups.register(engine);
    engine.start();
  }

  /** Stops everything in the middle of what it does, as a kill would, and starts anew. */
  void crashAndRestart() {
    engine.stop(Duration.ZERO);
    storages.close();
    open();
  }

  private static ImageSources sources() {
    return new ImageSources(http(), GUARD, SourceTimeouts.DEFAULT);
  }

  private static GuardedHttp http() {
    try {
      return new GuardedHttp(GUARD, SourceTimeouts.DEFAULT, SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What goes wrong on the storage with this url. */
  Faults faults(String url) {
    return faults.computeIfAbsent(url, unused -> new Faults());
  }

  /** A storage in a directory of this machine. */
  Place directoryStorage(String name) throws IOException {
    Path root = Files.createDirectories(directory.resolve("storages").resolve(name));
    return directoryStorage(name, root);
  }

  Place directoryStorage(String name, Path root) {
    BackupStorageInventory storage =
        (BackupStorageInventory)
            inventory(
                run("AddFileSystemBackupStorage", Map.of("name", name, "url", root.toString())));
    return new Place(storage.uuid(), root);
  }

  /** A backup node on an SSH server. */
  Node node(OpenSshServer server, SshAccount account, Path root) {
    return node(server, account, root, Map.of());
  }

  Node node(OpenSshServer server, SshAccount account, Path root, Map<String, ?> more) {
    var values = new java.util.HashMap<String, Object>(more);
    values.put("accessIp", server.host());
    values.put("sshPort", server.port());
    values.put("userId", account.username());
    values.put("password", account.password());
    values.put("displayName", "node");
    BackupNodeInventory node = (BackupNodeInventory) inventory(run("RegisterBackupNode", values));
    return new Node(node.id(), node.backupNodeId(), new Place(node.uuid(), root));
  }

  /** Adds an image and answers it. */
  ImageInventory image(String name, byte[] bytes, Place storage, Map<String, ?> more)
      throws IOException {
    return image(name, bytes, List.of(storage), more);
  }

  ImageInventory image(String name, byte[] bytes, List<Place> storages, Map<String, ?> more)
      throws IOException {
    try (var web = new ImageWebServer(bytes)) {
      var values = new java.util.HashMap<String, Object>(more);
      values.put("name", name);
      values.put("url", web.url("/whole"));
      values.put("backupStorageUuids", storages.stream().map(Place::uuid).toList());
      return (ImageInventory) inventory(run("AddImage", values));
    }
  }

  String start(String operation, Map<String, ?> values) {
    return start(operation, values, ADMIN);
  }

  String start(String operation, Map<String, ?> values, Caller caller) {
    String job = Uuid.random();
    calls.submit(
        Operations.named(operation).orElseThrow(),
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
            () -> engine.outcome(job, name -> Operations.named(name).orElseThrow().replyType()),
            outcome -> outcome.isPresent() && !(outcome.get() instanceof JobOutcome.Running))
        .orElseThrow();
  }

  JobOutcome run(String operation, Map<String, ?> values) {
    return end(start(operation, values));
  }

  static Object reply(JobOutcome outcome) {
    if (outcome instanceof JobOutcome.Failed(ApiError error)) {
      throw new AssertionError(error.toString());
    }
    return ((JobOutcome.Succeeded) outcome).reply();
  }

  static Object inventory(JobOutcome outcome) {
    return ((InventoryReply<?>) reply(outcome)).inventory();
  }

  static ImageBackupInventory backup(JobOutcome outcome) {
    return (ImageBackupInventory) inventory(outcome);
  }

  /** Why a call failed, with all causes. */
  static String failure(JobOutcome outcome) {
    assertThat(outcome).isInstanceOf(JobOutcome.Failed.class);
    return ((JobOutcome.Failed) outcome).error().inOneLine();
  }

  ImageBackupInventory export(String name, String imageUuid) {
    return backup(run("ExportImageBackup", Map.of("name", name, "imageUuid", imageUuid)));
  }

  DiscoverBackupNode.Reply discover(Node node) {
    return (DiscoverBackupNode.Reply) reply(run("DiscoverBackupNode", Map.of("id", node.id())));
  }

  ImageBackupInventory backup(String uuid) {
    return database
        .read(sql -> queries.byUuid(sql, ImageBackupInventory.class, uuid))
        .orElseThrow();
  }

  List<ImageBackupInventory> backups() {
    return all("QueryImageBackup", ADMIN).stream().map(ImageBackupInventory.class::cast).toList();
  }

  List<ImageInventory> images() {
    return all("QueryImage", ADMIN).stream().map(ImageInventory.class::cast).toList();
  }

  List<?> all(String operation, Caller caller) {
    Object reply =
        calls.answer(
            Operations.named(operation).orElseThrow(), Map.of("q", List.of()), Optional.of(caller));
    List<?> found = ((QueryReply<?>) reply).inventories();
    return found == null ? List.of() : found;
  }

  ImageBackupTaskInventory task(String job, Caller caller) {
    Object reply =
        calls.answer(
            Operations.named("GetImageBackupTask").orElseThrow(),
            Map.of("uuid", job),
            Optional.of(caller));
    return (ImageBackupTaskInventory) ((InventoryReply<?>) reply).inventory();
  }

  /** The images that an import made. */
  List<ImageInventory> imagesOf(String job) {
    return task(job, ADMIN).imageUuids().stream()
        .map(uuid ->
            database.read(sql -> queries.byUuid(sql, ImageInventory.class, uuid)).orElseThrow())
        .toList();
  }

  void cancel(String job) {
    database.write(transaction -> {
      engine.cancel(job, transaction);
      return true;
    });
  }

  void status(Place storage, String status) {
    database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.STATUS, status)
            .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
            .execute());
  }

  /** Has the collector try again at once, as when the storage comes back. */
  void reconnect(Place storage) {
    reply(run("ReconnectBackupStorage", Map.of("uuid", storage.uuid())));
  }

  long used(Place storage) {
    return database.read(sql ->
        sql.select(BACKUP_STORAGE.USED_CAPACITY)
            .from(BACKUP_STORAGE)
            .where(BACKUP_STORAGE.UUID.eq(storage.uuid()))
            .fetchSingle()
            .value1());
  }

  int garbage() {
    return database.read(sql -> sql.fetchCount(GARBAGE));
  }

  /** What lies on the storages is what the catalog accounts for, and nothing is promised. */
  void assertClean(Place... places) {
    Awaitility.await().atMost(PATIENCE).until(() -> garbage() == 0);
    assertThat(database.<Integer>read(sql -> sql.fetchCount(RESERVATION)))
        .as("reservations")
        .isZero();
    for (Place place : places) {
      assertThat(place.bytes()).as("bytes on %s", place.root()).isEqualTo(used(place));
    }
  }

  @Override
  public void close() {
    engine.stop(Duration.ZERO);
    storages.close();
    database.close();
    hashing.shutdownNow();
  }

  /** A storage, and its directory as the test reaches it. */
  record Place(String uuid, Path root) {
    /** All files but the marker. */
    List<Path> files() {
      try (Stream<Path> all = Files.walk(root)) {
        return all.filter(Files::isRegularFile)
            .filter(file -> !file.getFileName().toString().equals(".strongroom-storage"))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    long bytes() {
      return files().stream()
          .mapToLong(file -> {
            try {
              return Files.size(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .sum();
    }
  }

  /** A backup node. */
  record Node(long id, String hostName, Place place) {
    Path file(ImageBackupInventory backup) {
      return place.root().resolve(String.valueOf(backup.path()));
    }
  }

  private static final class NoTags implements ImageTags {
    @Override
    public int restore(String imageUuid, NewResource tags, Transaction transaction) {
      return 0;
    }

    @Override
    public void create(String imageUuid, NewResource created, Transaction transaction) {}

    @Override
    public void deleteAll(String imageUuid, Transaction transaction) {}
  }
}
