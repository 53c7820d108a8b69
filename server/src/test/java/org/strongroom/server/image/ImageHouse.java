package org.strongroom.server.image;

import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;
import static org.strongroom.server.catalog.system.EventTable.EVENT;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.image.GetUploadImageJobDetails;
import org.strongroom.api.image.UploadImageJobDetails;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.access.StorageAccesses;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.backupstorage.upkeep.GarbageCollector;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.backupstorage.upkeep.VerifySchedule;
import org.strongroom.server.backupstorage.upkeep.VerifyStorage;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.image.record.ImageTags;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.secret.Vault;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.ImageSources;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** A server's inside over a catalog of its own, without HTTP: what images need, and storages. */
public final class ImageHouse implements AutoCloseable {
  public static final Caller ADMIN = Caller.SYSTEM;
  public static final Caller OTHER = new Caller("0123456789abcdef0123456789abcdef", "other", false);

  private final Path directory;
  private final Vault vault;
  private final HouseStorages storages;
  public final ShiftedClock clock = new ShiftedClock();
  private final AuditLog audit = new AuditLog(clock);
  private final ExecutorService hashing =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().name("hash-", 0).daemon().factory());
  private final StorageDrivers drivers;
  private final GarbageCollector collector;
  private final Reservations reservations;
  private final Garbage garbage;
  private Calls calls;
  public final Database database;
  final Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
  public final AdjustableSettings settings = new AdjustableSettings();
  public JobEngine engine;
  private final List<JobEngine> takenOver = new ArrayList<>();
  public Images images;

  /** Put round each driver when it is made. */
  public volatile UnaryOperator<StorageDriver> around = UnaryOperator.identity();

  private VerifyStorage verify;

  public ImageHouse(Path directory) {
    this(directory, () -> CatalogKind.SQLITE.open(directory.resolve("data")));
  }

  ImageHouse(Path directory, java.util.function.Supplier<Database> catalog) {
    this.directory = directory;
    try {
      Files.createDirectories(directory.resolve("data"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    vault = Vault.open(directory.resolve("data/key"));
    database = catalog.get();
    storages = new HouseStorages(database, vault);
    drivers =
        new StorageDrivers(
            database, new StorageAccesses(vault), access -> around.apply(driver(access)));
    reservations = new Reservations(() -> 0, clock);
    garbage = new Garbage(clock);
    collector = new GarbageCollector(database, drivers, reservations, garbage, clock, uuid -> true);
    open();
  }

  private void open() {
    engine =
        new JobEngine(database, vault, audit, clock, Uuid.random(), Duration.ofSeconds(60), true);
    images =
        new Images(
            new Images.Parts(
                database,
                engine,
                queries,
                new EventLog(clock),
                clock,
                drivers,
                new StorageRules(),
                reservations,
                garbage,
                sources(),
                hashing,
                List.of(directory.resolve("data").toString()),
                storage -> true),
            settings,
            new NoTags());
    images.register(engine);
    OperationRegistry operations = new OperationRegistry();
    images.register(operations);
    verify =
        new VerifyStorage(
            database,
            new ReadyStorages(database, drivers, new StorageRules()),
            new StorageRules(),
            List.of(images.content()),
            () -> settings.verifyBandwidth,
            clock);
    operations.job(verify, engine);
    calls = new Calls(operations, database, engine, audit);
    engine.start();
  }

  /** A schedule that this node runs for storages that it owns. */
  VerifySchedule schedule(java.util.function.Predicate<String> owned) {
    return new VerifySchedule(
        database,
        engine,
        verify,
        List.of(images.content()),
        () -> settings.verifyInterval,
        owned,
        clock);
  }

  /** Stops everything in the middle of what it does, as a kill would, and starts anew. */
  public void crashAndRestart() {
    engine.stop(Duration.ZERO);
    open();
  }

  /**
   * Another node takes over what this one runs, though it lives; answers the engine of this one.
   */
  public JobEngine takeOver() {
    JobEngine before = engine;
    takenOver.add(before);
    open();
    return before;
  }

  private static ImageSources sources() {
    AddressGuard guard = new AddressGuard(List.of(Network.parse("127.0.0.0/8")));
    try {
      return new ImageSources(
          new GuardedHttp(guard, SourceTimeouts.DEFAULT, SSLContext.getDefault()),
          guard,
          SourceTimeouts.DEFAULT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StorageDriver driver(StorageAccess access) {
    return access
        .ssh()
        .<StorageDriver>map(ssh ->
            new SftpDriver(
                new SftpEndpoint(
                    ssh.host(),
                    ssh.port(),
                    ssh.username(),
                    new SshCredential.Password(((SshSecret.Password) ssh.secret()).text()),
                    access.url(),
                    new ExpectedHostKey.TrustOnFirstUse())))
        .orElseGet(() -> new FileSystemDriver(Path.of(access.url())));
  }

  /** A storage in a directory. */
  public Storage directoryStorage(String name) throws IOException {
    return directoryStorage(name, Files.createDirectories(directory.resolve("storages/" + name)));
  }

  Storage directoryStorage(String name, Path root) throws IOException {
    return storages.inDirectory(name, root);
  }

  /** A storage on a real SSH server. */
  public Storage sftpStorage(String name, OpenSshServer server, SshAccount account)
      throws IOException {
    return storages.onServer(name, server, account);
  }

  /** Has the collector try at once what it could not remove before. */
  void collect(Storage storage) {
    database.write(transaction -> {
      int due =
          transaction
              .sql()
              .update(GARBAGE)
              .set(GARBAGE.DUE, 0L)
              .where(GARBAGE.BACKUP_STORAGE_UUID.eq(storage.uuid()))
              .execute();
      garbage.add(storage.uuid(), StoragePath.of("nothing"), 0, "wakes the collector", transaction);
      return due;
    });
  }

  /** As the operations on storages set it. */
  void maintenance(Storage storage, String kind) {
    storages.maintenance(storage, kind);
  }

  void status(Storage storage, String status) {
    storages.status(storage, status);
  }

  /** Starts a call and answers its job. */
  public String start(String operation, Map<String, ?> values) {
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

  /** Waits for a job's end. */
  public JobOutcome end(String job) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> engine.outcome(job, name -> Operations.named(name).orElseThrow().replyType()),
            outcome -> outcome.isPresent() && !(outcome.get() instanceof JobOutcome.Running))
        .orElseThrow();
  }

  public JobOutcome run(String operation, Map<String, ?> values) {
    return end(start(operation, values));
  }

  public ApiError failed(JobOutcome outcome) {
    return ((JobOutcome.Failed) outcome).error();
  }

  public ImageInventory added(JobOutcome outcome) {
    if (outcome instanceof JobOutcome.Failed(ApiError error)) {
      throw new AssertionError(error.toString());
    }
    Object reply = ((JobOutcome.Succeeded) outcome).reply();
    return (ImageInventory) ((InventoryReply<?>) reply).inventory();
  }

  /** The parameters of an AddImage to these storages. */
  public static Map<String, Object> image(String name, String url, Storage... storages) {
    var values = new LinkedHashMap<String, Object>();
    values.put("name", name);
    values.put("url", url);
    values.put("backupStorageUuids", Stream.of(storages).map(Storage::uuid).toList());
    return values;
  }

  public List<ImageInventory> query(Caller caller, String... conditions) {
    var query = Map.of("q", List.of(conditions));
    Object reply =
        calls.answer(Operations.named("QueryImage").orElseThrow(), query, Optional.of(caller));
    List<ImageInventory> rows = new ArrayList<>();
    List<?> found = ((org.strongroom.api.QueryReply<?>) reply).inventories();
    if (found != null) {
      found.forEach(row -> rows.add((ImageInventory) row));
    }
    return rows;
  }

  public List<UploadImageJobDetails> uploadDetails(String uuid) {
    Object reply =
        calls.answer(
            Operations.named("GetUploadImageJobDetails").orElseThrow(),
            Map.of("imageId", uuid),
            Optional.of(ADMIN));
    return ((GetUploadImageJobDetails.Reply) reply).existingJobDetails();
  }

  void use(Storage storage, long delta, Transaction transaction) {
    reservations.use(storage.uuid(), delta, transaction);
  }

  /** Takes in what lies on a storage, as adding it would. */
  void runImport(Storage storage) throws StorageException {
    images
        .manifestImport()
        .run(
            database.read(sql -> StorageRows.require(storage.uuid(), sql)),
            drivers.of(storage.uuid()),
            Call.bySystem("test"),
            () -> {});
  }

  public ImageInventory imageOf(String uuid) {
    return database.read(sql -> queries.byUuid(sql, ImageInventory.class, uuid)).orElseThrow();
  }

  public List<String> events(String what) {
    return database.read(
        sql -> sql.select(EVENT.REASON).from(EVENT).where(EVENT.WHAT.eq(what)).fetch(EVENT.REASON));
  }

  /** Why jobs failed, as lists of jobs tell it. */
  List<String> reasons() {
    return database.read(
        sql -> sql.select(JOB.REASON).from(JOB).where(JOB.REASON.isNotNull()).fetch(JOB.REASON));
  }

  long used(Storage storage) {
    return storages.used(storage);
  }

  /**
   * What lies on a storage is what the catalog accounts for, and nothing is promised to anybody.
   */
  public void assertClean(Storage... storages) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> database.read(sql -> sql.fetchCount(GARBAGE)) == 0);
    int reserved = database.read(sql -> sql.fetchCount(RESERVATION));
    org.assertj.core.api.Assertions.assertThat(reserved).as("reservations").isZero();
    for (Storage storage : storages) {
      org.assertj.core.api.Assertions.assertThat(storage.bytes())
          .as("bytes on %s", storage.url())
          .isEqualTo(used(storage));
    }
  }

  @Override
  public void close() {
    engine.stop(Duration.ZERO);
    takenOver.forEach(JobEngine::close);
    collector.close();
    drivers.close();
    database.close();
    hashing.shutdownNow();
  }

  /**
   * A storage of a test.
   *
   * @param root its directory as the test reaches it
   */
  public record Storage(String uuid, String url, Path root) {
    /** Files of images. */
    public List<Path> files() {
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
      long sum = 0;
      for (Path file : files()) {
        try {
          sum += Files.size(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return sum;
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
