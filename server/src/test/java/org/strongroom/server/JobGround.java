package org.strongroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;
import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;
import static org.strongroom.server.catalog.storage.BucketUploadTable.BUCKET_UPLOAD;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Query;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.repository.GetRepositoryPassword;
import org.strongroom.server.backupstorage.access.DriverFactory;
import org.strongroom.server.backupstorage.access.StandardDrivers;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.face.console.form.Calling;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.identity.ForeignTokens;
import org.strongroom.server.image.ImageWebServer;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.schedule.ScheduleRuns;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.volume.CleanSchedule;
import org.strongroom.server.volume.SnapshotDownloads;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.nbd.client.NbdExports;
import org.strongroom.storage.nbd.client.NbdTimeouts;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.ImageSources;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.SshAccount;

/**
 * All services of a server as it puts them together, one node after another over one catalog,
 * without HTTP and without what runs by itself; and storages, nodes and buckets for its jobs.
 */
final class JobGround implements AutoCloseable {
  static final byte[] BYTES = new byte[100_000];
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final AddressGuard GUARD = new AddressGuard(List.of(Network.parse("127.0.0.0/8")));

  static {
    new Random(5).nextBytes(BYTES);
    BootSector.mark(BYTES);
  }

  private final Path directory;
  private final Optional<OpenSshServer> sshd;
  private final S3ProxyServer s3;
  private final Optional<GroundStore> store;
  private final PretendServers servers;
  private final SshAccount.@Nullable Scratch scratch;
  private final Map<String, Path> roots = new HashMap<>();

  /** The urls of storages in a real object store. */
  private final Map<String, String> mirrors = new HashMap<>();

  final Database database;
  final ImageWebServer web;
  private final Vault vault;
  private int number;
  private LiveNode node;

  /** How long the NBD servers of volumes may keep the next node waiting. */
  NbdTimeouts nbd = NbdTimeouts.DEFAULT;

  /**
   * An empty catalog.
   *
   * @param sshd where storages and nodes lie; without it in directories
   */
  JobGround(Path directory, Optional<OpenSshServer> sshd, S3ProxyServer s3) throws IOException {
    this(directory, sshd, s3, Optional.empty(), CatalogKind.SQLITE.open(directory));
  }

  /** An empty catalog in this database. */
  JobGround(Path directory, S3ProxyServer s3, Database database) throws IOException {
    this(directory, Optional.empty(), s3, Optional.empty(), database);
  }

  /** An empty catalog, whose storages lie in an object store where the kind is not said. */
  JobGround(Path directory, S3ProxyServer s3, GroundStore store) throws IOException {
    this(directory, Optional.empty(), s3, Optional.of(store), CatalogKind.SQLITE.open(directory));
  }

  private JobGround(
      Path directory,
      Optional<OpenSshServer> sshd,
      S3ProxyServer s3,
      Optional<GroundStore> store,
      Database database)
      throws IOException {
    this.directory = directory;
    this.sshd = sshd;
    this.s3 = s3;
    this.store = store;
    servers = new PretendServers(directory.resolve("servers"));
    scratch = sshd.map(server -> server.shellAccount().newScratch()).orElse(null);
    vault = Vault.open(directory.resolve("key"));
    this.database = database;
    web = new ImageWebServer(BYTES);
    database.write(transaction ->
        transaction
            .sql()
            .insertInto(PROJECT)
            .set(PROJECT.UUID, Caller.ADMIN_PROJECT)
            .set(PROJECT.NAME, "admin")
            .set(PROJECT.ENABLED, true)
            .set(PROJECT.CREATED, 1L)
            .set(PROJECT.UPDATED, 1L)
            .execute());
    node = new LiveNode();
  }

  /** A node of the server. */
  final class LiveNode implements AutoCloseable {
    private final DataDirectory data = DataDirectory.open(directory.resolve("data" + ++number));
    private final GuardedHttp http = guarded();
    private final Clock clock = new StruckClock(Clock.systemUTC(), this::nth);
    private final Core core;
    private final Services services;
    volatile NthCall nth = NthCall.never();

    private LiveNode() {
      Configuration configuration =
          Configuration.read(
              directory,
              Map.of(
                  "STRONGROOM_DATA_DIR", data.path().toString(),
                  "STRONGROOM_JOB_LEASE", "6s",
                  "STRONGROOM_NODE_DIRECTORY", nodeDirectory()));
      core = Core.of(configuration, clock, database, vault, Uuid.random(), ForeignTokens.NONE);
      StandardDrivers standard =
          new StandardDrivers(
              new Configuration.Storage(Duration.ofSeconds(5), Duration.ofSeconds(10), 4),
              TestStores.drivers());
      DriverFactory drivers = access -> new StruckDriver(driver(access, standard), this::nth);
      services =
          new Services(
              core,
              configuration,
              data,
              drivers,
              new ImageSources(http, GUARD, SourceTimeouts.DEFAULT),
              sockets -> new NbdExports(GUARD, sockets, trust(), nbd),
              TestStores.buckets(),
              new Services.Outward(http, trust()),
              TestStores.HASHING);
      core.jobs().start();
    }

    NthCall nth() {
      return nth;
    }

    /** As the monitor does. */
    void connect(String storageUuid, Call call, Fence fence) throws StorageException {
      services.storages().parts().connector().connect(storageUuid, "watched", call, fence);
    }

    JobEngine jobs() {
      return core.jobs();
    }

    /** Calls as the console makes them. */
    Calling calling() {
      return new Calling(core.calls(), core.jobs());
    }

    SnapshotDownloads downloads() {
      return services.snapshotDownloads();
    }

    ScheduleRuns schedules() {
      return services.scheduleRuns();
    }

    /** Sessions and tokens, as upkeep does. */
    void endWhatIsOver() {
      core.sessions().removeEnded();
      core.tokens().removeEnded();
    }

    CleanSchedule cleanUps() {
      return services.cleanSchedule();
    }

    @Override
    public void close() throws IOException {
      core.jobs().close();
      services.close();
      http.close();
      data.close();
    }
  }

  private StorageDriver driver(StorageAccess access, StandardDrivers standard) {
    if (access.store().isPresent() && store.isEmpty()) {
      return new FileSystemDriver(inStore(access.url()));
    }
    return access.ssh().isPresent() && sshd.isEmpty()
        ? servers.make(access)
        : standard.make(access);
  }

  /**
   * Object stores are directories here: what is kept in them can be looked through. Of a real one
   * there is a copy, as it was when it was last looked at.
   */
  private Path inStore(String url) {
    return directory.resolve("stores").resolve(url.replaceFirst("^[a-z0-9]+://", ""));
  }

  private static GuardedHttp guarded() {
    return new GuardedHttp(GUARD, SourceTimeouts.DEFAULT, trust());
  }

  private static SSLContext trust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String nodeDirectory() {
    return scratch == null ? "/srv/strongroom" : scratch.remote() + "/strongroom";
  }

  LiveNode node() {
    return node;
  }

  /** Another node takes over what this one runs, though it lives; answers this one. */
  LiveNode takeOver() {
    LiveNode before = node;
    node = new LiveNode();
    return before;
  }

  Path directory() {
    return directory;
  }

  boolean isReal() {
    return sshd.isPresent();
  }

  PretendServers servers() {
    return servers;
  }

  // --- calls ---

  String start(String operation, Map<String, ?> values) {
    String job = Uuid.random();
    node.core
        .calls()
        .submit(
            Operations.named(operation).orElseThrow(),
            values,
            Optional.of(Caller.SYSTEM),
            new Calls.Submission(job, "test"));
    return job;
  }

  JobOutcome outcome(String job) {
    return node.jobs()
        .outcome(job, name -> Operations.named(name).orElseThrow().replyType())
        .orElseGet(JobOutcome.Running::new);
  }

  boolean isOver(String job) {
    return !(outcome(job) instanceof JobOutcome.Running);
  }

  /** Waits for the end of a job, though this node may have to take it up anew. */
  JobOutcome end(String job) {
    JobOutcome outcome =
        node.jobs().await(job, PATIENCE, name -> Operations.named(name).orElseThrow().replyType());
    if (outcome instanceof JobOutcome.Running) {
      await("the end of " + job).until(() -> isOver(job));
      return outcome(job);
    }
    return outcome;
  }

  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2));
  }

  Object succeed(String operation, Map<String, ?> values) {
    return reply(end(start(operation, values)));
  }

  /** What an operation answers at once. */
  Object answer(String operation, Map<String, ?> values) {
    return node.core
        .calls()
        .answer(Operations.named(operation).orElseThrow(), values, Optional.of(Caller.SYSTEM));
  }

  static Object reply(JobOutcome outcome) {
    if (outcome instanceof JobOutcome.Failed(ApiError error)) {
      throw new AssertionError(error.toString());
    }
    return ((JobOutcome.Succeeded) outcome).reply();
  }

  @SuppressWarnings("unchecked")
  <T> T made(String operation, Map<String, ?> values) {
    return ((InventoryReply<T>) succeed(operation, values)).inventory();
  }

  // --- things ---

  String next(String what) {
    number++;
    return what + number;
  }

  /** The parameters that add a storage in a new directory. */
  Map<String, Object> newFileSystem() throws IOException {
    Path root = Files.createDirectories(directory.resolve("storages").resolve(next("storage")));
    return new HashMap<>(Map.of("name", next("storage"), "url", root.toString()));
  }

  /** The parameters that add a storage in a new directory of a server. */
  Map<String, Object> newSftp() {
    if (sshd.isEmpty()) {
      int port = ++number;
      servers.root(port);
      return new HashMap<>(
          Map.of(
              "name", next("storage"),
              "url", "/srv/storage",
              "hostname", "127.0.0.1",
              "sshPort", port,
              "username", "user",
              "password", "password"));
    }
    OpenSshServer server = sshd.get();
    SshAccount account = server.shellAccount();
    return new HashMap<>(
        Map.of(
            "name", next("storage"),
            "url", account.newScratch().remote() + "/storage",
            "hostname", server.host(),
            "sshPort", server.port(),
            "username", account.username(),
            "password", account.password()));
  }

  /** A new storage, in an object store or on a server if there is a real one. */
  BackupStorageInventory storage() throws IOException {
    return store.isPresent() || !isReal() ? place() : sftp();
  }

  /** A new storage, in an object store if there is a real one. */
  BackupStorageInventory place() throws IOException {
    return store.isPresent()
        ? made(store.get().operation(), store.get().parameters())
        : fileSystem();
  }

  BackupStorageInventory fileSystem() throws IOException {
    return made("AddFileSystemBackupStorage", newFileSystem());
  }

  BackupStorageInventory sftp() {
    return made("AddSftpBackupStorage", newSftp());
  }

  /** Where a storage's files lie on this machine. */
  Path root(String storageUuid) {
    return roots.computeIfAbsent(storageUuid, this::rootOf);
  }

  private Path rootOf(String storageUuid) {
    Record row = storage(storageUuid);
    String url = row.get(BACKUP_STORAGE.URL);
    if (row.get(BACKUP_STORAGE.ENDPOINT) != null || url.startsWith("swift:")) {
      // buckets for image backups lie in a store of their own
      if (store.isPresent() && !isBucket(row)) {
        mirrors.put(storageUuid, url);
        store.get().mirror(url, inStore(url));
      }
      return inStore(url);
    }
    return row.get(BACKUP_STORAGE.HOSTNAME) == null
        ? Path.of(url)
        : local(url, row.get(BACKUP_STORAGE.SSH_PORT));
  }

  /** Looks anew at what lies in the object store, if there is a real one. */
  void look() {
    mirrors.values().forEach(url -> store.orElseThrow().mirror(url, inStore(url)));
  }

  /** What follows has storages of its own: those that there are stay as they are. */
  void turnAway() {
    mirrors.clear();
  }

  private static boolean isBucket(Record storage) {
    return String.valueOf(storage.get(BACKUP_STORAGE.PREFIX)).startsWith("strongroom-");
  }

  Path local(String url, int port) {
    if (sshd.isEmpty()) {
      return servers.root(port).resolve(url.substring(1));
    }
    SshAccount account = sshd.get().shellAccount();
    return account
        .localHome()
        .resolve(url.substring(account.remoteHome().length()).replaceFirst("^/+", ""));
  }

  ImageInventory image(String... storageUuids) {
    return made("AddImage", newImage(storageUuids));
  }

  Map<String, Object> newImage(String... storageUuids) {
    return new HashMap<>(
        Map.of(
            "name", next("image"),
            "url", web.url("/whole"),
            "backupStorageUuids", List.of(storageUuids)));
  }

  Map<String, Object> newNode() {
    Map<String, Object> server = newSftp();
    return new HashMap<>(
        Map.of(
            "displayName", next("node"),
            "accessIp", server.get("hostname"),
            "sshPort", server.get("sshPort"),
            "userId", server.get("username"),
            "password", server.get("password")));
  }

  BackupNodeInventory backupNode() {
    return made("RegisterBackupNode", newNode());
  }

  /** The parameters that add a storage in a bucket. */
  Map<String, Object> newS3() {
    String name = next("bucket");
    return new HashMap<>(
        Map.of(
            "name", name,
            "bucketName", name,
            "prefix", "images",
            "endpoint", "https://s3.example.com",
            "accessKey", "key",
            "secretKey", "secret"));
  }

  Map<String, Object> newSwift() {
    return new HashMap<>(
        Map.of(
            "name", next("container"),
            "container", next("container"),
            "authUrl", "https://keystone.example.com/v3",
            "username", "user",
            "password", "password"));
  }

  BackupStorageInventory swift() {
    return made("AddSwiftBackupStorage", newSwift());
  }

  BackupStorageInventory s3() {
    return made("AddS3BackupStorage", newS3());
  }

  Map<String, Object> newBucket() {
    String name = next("bucket") + "-" + Uuid.random();
    try (var client = s3.client()) {
      client.createBucket(request -> request.bucket(name));
    }
    return new HashMap<>(
        Map.of(
            "name",
            name,
            "type",
            "s3",
            "bucketName",
            name,
            "endpoint",
            s3.endpoint().toString(),
            "accessKey",
            s3.owner().accessKey(),
            "secretKey",
            s3.owner().secretKey()));
  }

  BucketInventory bucket() {
    return made("RegisterBucket", newBucket());
  }

  List<String> objects(String bucketName) {
    try (var client = s3.client()) {
      return client.listObjectsV2(request -> request.bucket(bucketName)).contents().stream()
          .map(object -> object.key())
          .toList();
    }
  }

  /** A disk of this machine, of 3 MB, a third of them zeros. */
  Path newDisk() throws IOException {
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
  Map<String, Object> newVolume() throws IOException {
    return new HashMap<>(
        Map.of("name", next("volume"), "url", "file://" + newDisk(), "format", "raw"));
  }

  /** Registers a disk of this machine, and tells the volume's uuid. */
  String volume(Path disk) {
    return uuid(
        succeed(
            "RegisterVolume",
            Map.of("name", next("volume"), "url", "file://" + disk, "format", "raw")));
  }

  /** Backs a volume up onto a new storage. */
  VolumeSnapshotInventory snapshot(String volumeUuid) throws IOException {
    return snapshot(volumeUuid, storage().uuid());
  }

  VolumeSnapshotInventory snapshot(String volumeUuid, String storageUuid) {
    return made("BackupVolume", Map.of("uuid", volumeUuid, "backupStorageUuid", storageUuid));
  }

  /** The snapshots of a volume, the oldest first. */
  List<VolumeSnapshotInventory> snapshots(String volumeUuid) {
    Query query =
        new Query(
            List.of("volumeUuid=" + volumeUuid),
            100,
            0,
            false,
            false,
            "createDate",
            null,
            null,
            null,
            null);
    return database.read(
        sql -> node.core.queries().find(sql, VolumeSnapshotInventory.class, query).inventories());
  }

  String repositoryPassword(String storageUuid) {
    return ((GetRepositoryPassword.Reply)
            answer("GetRepositoryPassword", Map.of("uuid", storageUuid)))
        .password();
  }

  /** The catalog forgets what lies in the repository of a storage, and its password. */
  void loseRepository(String storageUuid) {
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
  Path restored(String snapshotUuid) {
    Path to = directory.resolve("disks").resolve(next("restored"));
    succeed("RestoreVolumeSnapshot", Map.of("uuid", snapshotUuid, "to", "file://" + to));
    return to;
  }

  /** Which files of this machine may be named. */
  void allow(String whitelist) {
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

  List<Record> volumes() {
    return database.read(sql -> List.copyOf(sql.select(VOLUME.fields()).from(VOLUME).fetch()));
  }

  ImageBackupInventory export(BackupNodeInventory to, ImageInventory image) {
    return made(
        "ExportImageBackup",
        Map.of(
            "name", next("backup"),
            "imageUuid", image.uuid(),
            "backupHost", Long.toString(to.id())));
  }

  @SuppressWarnings("unchecked")
  static String uuid(Object reply) {
    Object inventory = ((InventoryReply<Object>) reply).inventory();
    return switch (inventory) {
      case BackupStorageInventory storage -> storage.uuid();
      case BucketInventory bucket -> bucket.uuid();
      case VolumeInventory volume -> volume.uuid();
      default -> throw new IllegalArgumentException(inventory.toString());
    };
  }

  /** Gives a file to the account that logs in to the server. */
  void own(Path file) {
    sshd.ifPresent(server -> server.shellAccount().own(file));
  }

  /** A server is one node only: the next one needs it. */
  void removeNodes() {
    List<Long> nodes =
        database.read(sql ->
            sql.select(BACKUP_NODE.NUMBER)
                .from(BACKUP_NODE)
                .where(BACKUP_NODE.NUMBER.isNotNull())
                .fetch(BACKUP_NODE.NUMBER));
    if (!isReal()) {
      return;
    }
    for (Long id : nodes) {
      succeed("DeregisterBackupNode", Map.of("id", id, "force", true, "uninstall", true));
    }
    files(local(nodeDirectory(), 0)).forEach(file -> file.toFile().delete());
  }

  Record storage(String uuid) {
    return storages().stream()
        .filter(row -> row.get(BACKUP_STORAGE.UUID).equals(uuid))
        .findFirst()
        .orElseThrow();
  }

  String copyStatus(String imageUuid, String storageUuid) {
    return database.read(sql ->
        sql.select(IMAGE_COPY.STATUS)
            .from(IMAGE_COPY)
            .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
            .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storageUuid))
            .fetchSingle(IMAGE_COPY.STATUS));
  }

  String backupStatus(String uuid) {
    return database.read(sql ->
        sql.select(IMAGE_BACKUP.STATUS)
            .from(IMAGE_BACKUP)
            .where(IMAGE_BACKUP.UUID.eq(uuid))
            .fetchSingle(IMAGE_BACKUP.STATUS));
  }

  List<String> backupStatuses(String storageUuid) {
    return ofBackups(IMAGE_BACKUP.STATUS, storageUuid);
  }

  List<String> backupPaths(String storageUuid) {
    return ofBackups(IMAGE_BACKUP.PATH, storageUuid);
  }

  private List<String> ofBackups(Field<String> field, String storageUuid) {
    return database.read(sql ->
        sql.select(field)
            .from(IMAGE_BACKUP)
            .where(IMAGE_BACKUP.STORAGE_UUID.eq(storageUuid))
            .fetch(field));
  }

  // --- what has to be so ---

  /** The files below a directory, but for markers. */
  static List<Path> files(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().equals(".strongroom-storage"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was acknowledged is there and whole, the catalog is at rest, and nothing is left. */
  void assertSound() {
    assertAtRest();
    storages().forEach(this::assertSound);
    copies().forEach(this::assertWhole);
  }

  /** Nothing is under way, promised or waits to be removed, and no write is unfinished. */
  void assertAtRest() {
    removeGarbage();
    assertThat(database.<Integer>read(sql -> sql.fetchCount(RESERVATION)))
        .as("reservations")
        .isZero();
    assertThat(database.<Integer>read(sql -> sql.fetchCount(JOB, JOB.LEASE.isNotNull())))
        .as("jobs that run")
        .isZero();
    assertThat(database.<Integer>read(sql -> sql.fetchCount(BUCKET_UPLOAD))).as("uploads").isZero();
    assertThat(
            database.<List<String>>read(
                sql -> sql.selectDistinct(IMAGE.STATUS).from(IMAGE).fetch(IMAGE.STATUS)))
        .isSubsetOf("Ready", "Deleted", "Damaged");
    assertThat(
            database.<List<String>>read(sql ->
                sql.selectDistinct(IMAGE_BACKUP.STATUS).from(IMAGE_BACKUP).fetch(r -> r.value1())))
        .isSubsetOf("available", "error", "error_deleting");
    look();
    for (String url : mirrors.values()) {
      assertThat(store.orElseThrow().unfinished(url)).as("unfinished in %s", url).isEmpty();
    }
    for (Path root : roots.values()) {
      assertThat(all(root))
          .as("below %s", root)
          .noneMatch(file -> file.getFileName().toString().endsWith(".part"));
    }
  }

  private static List<Path> all(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void removeGarbage() {
    List<String> where =
        database.read(sql ->
            sql.selectDistinct(GARBAGE.BACKUP_STORAGE_UUID)
                .from(GARBAGE)
                .fetch(GARBAGE.BACKUP_STORAGE_UUID));
    where.forEach(uuid -> succeed("ReconnectBackupStorage", Map.of("uuid", uuid)));
    await("no garbage").until(() -> database.read(sql -> sql.fetchCount(GARBAGE)) == 0);
  }

  List<Record> storages() {
    return database.read(
        sql -> List.copyOf(sql.select(BACKUP_STORAGE.fields()).from(BACKUP_STORAGE).fetch()));
  }

  /** For each storage the bytes that lie there and that the catalog does not account for. */
  Map<String, Long> unaccounted() {
    Map<String, Long> bytes = new TreeMap<>();
    for (Record storage : storages()) {
      String uuid = storage.get(BACKUP_STORAGE.UUID);
      bytes.put(uuid, bytes(root(uuid)) - accounted(storage));
    }
    return bytes;
  }

  /** Bytes of what lies in a storage's own place; OVAs in a bucket lie beside that. */
  private long accounted(Record storage) {
    long ovas =
        database.read(sql ->
            sql.select(BUCKET.KEPT)
                .from(BUCKET)
                .where(BUCKET.STORAGE_UUID.eq(storage.get(BACKUP_STORAGE.UUID)))
                .fetchOptional(BUCKET.KEPT)
                .orElse(0L));
    return storage.get(BACKUP_STORAGE.USED_CAPACITY) - ovas;
  }

  static long bytes(Path root) {
    Path locks = root.resolve("repository/locks"); // no room is taken for them
    return files(root).stream()
        .filter(file -> !file.startsWith(locks))
        .mapToLong(file -> file.toFile().length())
        .sum();
  }

  private void assertSound(Record storage) {
    Path root = root(storage.get(BACKUP_STORAGE.UUID));
    assertThat(storage.get(BACKUP_STORAGE.STATUS)).as("status of %s", root).isEqualTo("Connected");
    assertThat(bytes(root)).as("bytes of %s: %s", root, files(root)).isEqualTo(accounted(storage));
    if (isBucket(storage)) {
      return; // a bucket's, whose name is its mark
    }
    assertThat(root.resolve(".strongroom-storage"))
        .content()
        .contains(storage.get(BACKUP_STORAGE.UUID))
        .doesNotContain("forgotten");
  }

  private List<Record> copies() {
    return database.read(sql ->
        List.copyOf(
            sql.select(IMAGE_COPY.fields())
                .from(IMAGE_COPY)
                .where(IMAGE_COPY.STATUS.eq("Ready"))
                .fetch()));
  }

  /**
   * The file of the only copy of an image that is Ready; readable where storages are directories.
   */
  Path fileOfImage(String name) {
    Record copy =
        database.read(sql ->
            sql.select(IMAGE_COPY.fields())
                .from(IMAGE_COPY)
                .join(IMAGE)
                .on(IMAGE.UUID.eq(IMAGE_COPY.IMAGE_UUID))
                .where(IMAGE.NAME.eq(name))
                .and(IMAGE.STATUS.eq("Ready"))
                .fetchSingle());
    return file(copy.get(IMAGE_COPY.BACKUP_STORAGE_UUID), copy.get(IMAGE_COPY.INSTALL_PATH));
  }

  private void assertWhole(Record copy) {
    String storage = copy.get(IMAGE_COPY.BACKUP_STORAGE_UUID);
    Path file = file(storage, copy.get(IMAGE_COPY.INSTALL_PATH));
    assertThat(file).exists();
    if (Files.isReadable(file) && file.toFile().length() == BYTES.length) {
      assertThat(Arrays.equals(content(file), BYTES)).as("bytes of %s", file).isTrue();
    }
    assertThat(Path.of(file + ".manifest.json")).exists();
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that an install path names, on this machine. */
  Path file(String storageUuid, String installPath) {
    String url =
        database.read(sql ->
            sql.select(BACKUP_STORAGE.URL)
                .from(BACKUP_STORAGE)
                .where(BACKUP_STORAGE.UUID.eq(storageUuid))
                .fetchSingle(BACKUP_STORAGE.URL));
    return root(storageUuid).resolve(installPath.substring(url.length()).replaceFirst("^/+", ""));
  }

  @Override
  public void close() throws IOException {
    node.close();
    web.close();
    database.close();
  }
}
